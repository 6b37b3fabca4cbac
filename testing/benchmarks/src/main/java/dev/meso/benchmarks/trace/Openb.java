package dev.meso.benchmarks.trace;

import dev.meso.api.kind.Constraint;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the openb trace of a GPU cluster. A pod that asks for a part of a device gets a whole one,
 * since that is what a task can ask for; where a pod names models of devices, its agent must have
 * one of them.
 */
final class Openb {
  static final String NODES = "openb_node_list_all_node.csv";
  static final String PODS = "openb_pod_list_default.csv";
  private static final String MODEL = "gpu-model";
  private static final long MI = 1L << 20;

  private Openb() {}

  static Workload read(Path directory) throws IOException {
    List<AgentFacts> agents = new ArrayList<>();
    for (Row row : rows(directory.resolve(NODES))) {
      TreeMap<String, String> attributes = new TreeMap<>();
      if (!row.text("model").isEmpty()) {
        attributes.put(MODEL, row.text("model"));
      }
      agents.add(Workload.agent(row.text("sn"), row.resources("gpu"), attributes));
    }
    List<Demand> tasks = new ArrayList<>();
    for (Row row : rows(directory.resolve(PODS))) {
      String models = row.text("gpu_spec");
      tasks.add(
          Workload.demand(
              row.resources("num_gpu"),
              models.isEmpty()
                  ? List.of()
                  : List.of(Constraint.of(MODEL, Constraint.IN, models.split("\\|", -1)))));
    }
    return new Workload("openb", agents, tasks, Dimensions.GPU);
  }

  private record Row(String where, Map<String, String> fields) {
    String text(String field) {
      String text = fields.get(field);
      if (text == null) {
        throw new IllegalArgumentException(
            where + ": expected a field " + field + ", found " + fields.keySet());
      }
      return text;
    }

    private long number(String field) {
      String text = text(field);
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            where + ", " + field + ": expected a number, found " + text, e);
      }
    }

    Resources resources(String devices) {
      return new Resources(
          number("cpu_milli"),
          number("memory_mib") * MI,
          0,
          number(devices),
          Collections.emptySortedMap());
    }
  }

  private static List<Row> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    List<Row> rows = new ArrayList<>();
    String[] header = lines.isEmpty() ? new String[0] : lines.getFirst().split(",", -1);
    for (int i = 1; i < lines.size(); i++) {
      String[] values = lines.get(i).split(",", -1);
      String where = file.getFileName() + ", line " + (i + 1);
      if (values.length != header.length) {
        throw new IllegalArgumentException(
            where + ": expected " + header.length + " fields, found " + values.length);
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (int j = 0; j < header.length; j++) {
        fields.put(header[j], values[j]);
      }
      rows.add(new Row(where, fields));
    }
    return rows;
  }
}
