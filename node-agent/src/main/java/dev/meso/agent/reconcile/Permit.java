package dev.meso.agent.reconcile;

/**
 * What the state of the rest of the agent allows an attempt to do.
 *
 * @param listed whether the assignments were read whole at least once since this process started;
 *     before that, not being assigned means nothing
 * @param reported whether it is known what this agent has reported; before that, what looks as if
 *     it was never started may have been started by an earlier agent of this name
 * @param mayStart whether something that never ran may be started: the agent has its session, and
 *     knows by the clock that it still has, so no other agent of its name is at work; assignments
 *     and its own reports are known; and no other attempt still holds its key or its ports. What
 *     runs, or ran, needs none of this
 */
public record Permit(boolean listed, boolean reported, boolean mayStart) {}
