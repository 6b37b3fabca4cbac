package dev.meso.agent.reconcile;

/**
 * What the state of the rest of the agent allows an attempt to do.
 *
 * @param listed whether the assignments were read whole at least once since this process started;
 *     before that, not being assigned means nothing
 * @param mayStart whether something that never ran may be started: the agent has its session, so no
 *     other agent of its name is at work; assignments and its own reports are known; and no other
 *     attempt still holds its key or its ports. What runs, or ran, needs none of this
 */
public record Permit(boolean listed, boolean mayStart) {}
