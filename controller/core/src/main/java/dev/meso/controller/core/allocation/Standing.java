package dev.meso.controller.core.allocation;

/**
 * How a queue stands at a moment.
 *
 * @param queue its name
 * @param described whether somebody made it; tasks are placed on no other
 * @param tasks how many are charged to it and to those below it
 * @param used by column, with those below it
 * @param dominant the column of which it has most
 * @param share what it has of that, as a fraction of the whole, as fairness counts it
 * @param weightedShare the same, divided by its weight
 * @param guaranteeRatio how much of its guarantee it has; 1 or more when it is met or there is none
 * @param belowGuarantee whether it comes before queues that have what they are guaranteed
 * @param wants whether something of it could be placed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity alone.
public record Standing(
    String queue,
    boolean described,
    long tasks,
    long[] used,
    int dominant,
    double share,
    double weightedShare,
    double guaranteeRatio,
    boolean belowGuarantee,
    boolean wants) {

  static Standing of(QueueNode node) {
    return new Standing(
        node.name,
        node.described,
        node.tasks,
        node.used.clone(),
        node.dominant(),
        node.dominantShare(),
        node.share(),
        node.guaranteeRatio(),
        node.stage() == 0,
        node.wants);
  }
}
