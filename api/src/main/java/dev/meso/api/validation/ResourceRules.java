package dev.meso.api.validation;

import dev.meso.api.kind.Limits;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.util.Map;
import java.util.SortedMap;

/** Rules for amounts. */
final class ResourceRules {
  private ResourceRules() {}

  static void check(String path, ResourceRequirements resources, Checks checks) {
    amounts(path + ".requests", resources.requests(), false, checks);
    amounts(path + ".limits", resources.limits(), true, checks);
    for (Map.Entry<String, Quantity> request : resources.requests().entrySet()) {
      Quantity limit = resources.limits().get(request.getKey());
      if (limit != null && request.getValue().compareTo(limit) > 0) {
        checks.add(
            MetadataRules.entry(path + ".requests", request.getKey()),
            "expected at most the limit of " + limit + ", found " + request.getValue());
      }
    }
  }

  /** Amounts of a whole queue; zero means none of it. */
  static void share(String path, SortedMap<String, Quantity> amounts, Checks checks) {
    checks.count(path, amounts.size(), Limits.QUEUE_RESOURCES_MAX);
    amounts(path, amounts, false, checks);
    for (Map.Entry<String, Quantity> entry : amounts.entrySet()) {
      if (entry.getValue().compareTo(shareMax(entry.getKey())) > 0) {
        checks.add(
            MetadataRules.entry(path, entry.getKey()),
            "expected at most " + shareMax(entry.getKey()) + ", found " + entry.getValue());
      }
    }
  }

  private static Quantity shareMax(String name) {
    return switch (name) {
      case Resources.MEMORY, Resources.DISK, Resources.GPU -> Quantity.of(Limits.QUEUE_AMOUNT_MAX);
      default -> Quantity.ofMillis(Limits.QUEUE_AMOUNT_MAX);
    };
  }

  /** Bounds on what a whole task may ask for. */
  static void checkSum(String path, TaskSpec spec, Checks checks) {
    Resources sum;
    try {
      sum = TaskResources.requested(spec);
    } catch (IllegalArgumentException e) {
      checks.add(path, String.valueOf(e.getMessage()));
      return;
    }
    sum(path, "cpu", sum.cpuMillis(), Limits.CPU_MILLIS_MAX, "thousandths of a core", checks);
    sum(path, "memory", sum.memoryBytes(), Limits.MEMORY_BYTES_MAX, "bytes", checks);
    sum(path, "disk", sum.diskBytes(), Limits.DISK_BYTES_MAX, "bytes", checks);
    sum(path, "gpu", sum.gpus(), Limits.GPUS_MAX, "devices", checks);
    sum.scalars()
        .forEach(
            (name, millis) ->
                sum(path, name, millis, Limits.SCALAR_MILLIS_MAX, "thousandths", checks));
  }

  private static void sum(
      String path, String name, long amount, long max, String unit, Checks checks) {
    if (amount > max) {
      checks.add(
          path,
          "expected requests of at most "
              + max
              + " "
              + unit
              + " of "
              + Checks.clip(name)
              + " over all containers, found "
              + amount);
    }
  }

  private static void amounts(
      String path, SortedMap<String, Quantity> amounts, boolean positive, Checks checks) {
    for (Map.Entry<String, Quantity> entry : amounts.entrySet()) {
      String name = entry.getKey();
      Quantity amount = entry.getValue();
      String amountPath = MetadataRules.entry(path, name);
      checks.add(amountPath, ResourceNames.problem(name));
      if (amount.signum() < 0) {
        checks.add(amountPath, "expected an amount not below zero, found " + amount);
      } else if (positive && amount.signum() == 0) {
        checks.add(amountPath, "expected a limit above zero, found " + amount);
      }
      if (!amount.whole()) {
        switch (name) {
          case Resources.GPU ->
              checks.add(amountPath, "expected a whole number of devices, found " + amount);
          case Resources.MEMORY, Resources.DISK ->
              checks.add(
                  amountPath,
                  "expected whole bytes, for instance 64Mi, found "
                      + amount
                      + (amount.toString().endsWith("m") ? "; m means thousandths" : ""));
          default -> {
            // Cores and custom resources can be divided.
          }
        }
      }
    }
  }
}
