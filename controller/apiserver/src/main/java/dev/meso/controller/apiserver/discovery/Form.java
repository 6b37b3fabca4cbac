package dev.meso.controller.apiserver.discovery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The forms in which {@code /api} and {@code /apis} can be answered. */
enum Form {
  AGGREGATED_V2("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"),
  AGGREGATED_V2BETA1("application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"),
  LEGACY("application/json");

  private final String contentType;

  Form(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /**
   * The first form that an {@code Accept} header names, which is how clients say what they prefer;
   * they give no weights. Everybody can read the legacy form, so it is the answer to the rest.
   */
  static Form accepted(String accept) {
    for (String range : accept.split(",", -1)) {
      List<String> parts =
          Arrays.stream(range.toLowerCase(Locale.ROOT).split(";", -1)).map(String::strip).toList();
      boolean json = parts.getFirst().equals("application/json");
      if (json
          && parts.contains("as=apigroupdiscoverylist")
          && parts.contains("g=apidiscovery.k8s.io")) {
        if (parts.contains("v=v2")) {
          return AGGREGATED_V2;
        }
        if (parts.contains("v=v2beta1")) {
          return AGGREGATED_V2BETA1;
        }
      } else if (json && parts.stream().noneMatch(part -> part.startsWith("as="))) {
        return LEGACY;
      }
    }
    return LEGACY;
  }
}
