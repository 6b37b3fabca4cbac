package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * In which form a client wants to read objects, from the {@code Accept} header: as they are, their
 * metadata alone, or as rows of a table. What is asked for first and can be given is given; JSON of
 * the objects is given to everybody else, since clients read by the answer's type.
 *
 * @param objects what a table's rows carry of their objects
 */
record Form(Shape shape, Include objects) {

  enum Shape {
    OBJECT,
    METADATA,
    TABLE
  }

  /** Of the object in a row of a table. */
  enum Include {
    NONE,
    METADATA,
    OBJECT
  }

  static final Form PLAIN = new Form(Shape.OBJECT, Include.OBJECT);

  /** More media types than any client names. */
  private static final int RANGES_MAX = 32;

  static Form of(ApiRequest request) {
    String accept = request.header("Accept").orElse("");
    String[] ranges = accept.split(",", RANGES_MAX);
    for (String range : ranges) {
      Set<String> parameters = new TreeSet<>();
      String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
      for (int i = 1; i < parts.length; i++) {
        parameters.add(parts[i].strip());
      }
      String type = parts[0].strip();
      boolean json = type.equals("application/json");
      if (json && parameters.contains("g=meta.k8s.io") && parameters.contains("v=v1")) {
        if (parameters.contains("as=table")) {
          return new Form(Shape.TABLE, include(request));
        }
        if (parameters.contains("as=partialobjectmetadata")
            || parameters.contains("as=partialobjectmetadatalist")) {
          return new Form(Shape.METADATA, Include.METADATA);
        }
      }
      boolean transformed = parameters.stream().anyMatch(p -> p.startsWith("as="));
      if (!transformed && (json || type.equals("*/*") || type.equals("application/*"))) {
        return PLAIN;
      }
    }
    return PLAIN;
  }

  private static Include include(ApiRequest request) {
    String given = request.query().text("includeObject").orElse("Metadata");
    return switch (given) {
      case "None" -> Include.NONE;
      case "Metadata" -> Include.METADATA;
      case "Object" -> Include.OBJECT;
      default ->
          throw ApiError.badRequest(
              "includeObject: expected None, Metadata or Object, found '" + given + "'");
    };
  }
}
