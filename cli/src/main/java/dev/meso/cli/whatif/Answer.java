package dev.meso.cli.whatif;

import dev.meso.api.codec.Json;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.controller.core.forecast.Consequences;
import tools.jackson.databind.node.ObjectNode;

/** What would come of the changes to a snapshot. */
public record Answer(SnapshotHeader snapshot, Consequences consequences) {

  /** For programs. */
  public ObjectNode document() {
    return Json.toTree(this);
  }

  /** For people. */
  public String text() {
    return WhatIfText.of(snapshot, consequences);
  }
}
