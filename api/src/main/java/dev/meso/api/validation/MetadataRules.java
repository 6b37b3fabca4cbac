package dev.meso.api.validation;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Limits;
import dev.meso.api.meta.LabelSyntax;
import dev.meso.api.meta.NameSyntax;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import java.util.Map;
import java.util.Optional;

/** Rules for metadata. */
final class MetadataRules {
  private static final String PATH = "metadata";

  private MetadataRules() {}

  static void check(Kind kind, ObjectMeta metadata, Checks checks) {
    names(kind, metadata, checks);
    namespace(kind, metadata, checks);
    maps(PATH, metadata, checks);
    checks.count(PATH + ".finalizers", metadata.finalizers().size(), Limits.FINALIZERS_MAX);
    int index = 0;
    for (String finalizer : metadata.finalizers()) {
      checks.add(PATH + ".finalizers[" + index++ + "]", LabelSyntax.problemOfKey(finalizer));
    }
    owners(metadata, checks);
    checks.range(
        PATH + ".deletionGracePeriodSeconds",
        metadata.deletionGracePeriodSeconds(),
        0,
        Limits.GRACE_PERIOD_SECONDS_MAX);
  }

  /** Only what tasks take from their template may be set. */
  static void checkTemplate(String path, ObjectMeta metadata, Checks checks) {
    String why = "a template's metadata has labels and annotations only";
    checks.absent(path + ".name", metadata.name(), why);
    checks.absent(path + ".generateName", metadata.generateName(), why);
    checks.absent(path + ".namespace", metadata.namespace(), why);
    checks.absent(path + ".uid", metadata.uid(), why);
    checks.absent(path + ".resourceVersion", metadata.resourceVersion(), why);
    checks.absent(path + ".generation", metadata.generation(), why);
    checks.absent(path + ".creationTimestamp", metadata.creationTimestamp(), why);
    checks.absent(path + ".deletionTimestamp", metadata.deletionTimestamp(), why);
    checks.absent(path + ".deletionGracePeriodSeconds", metadata.deletionGracePeriodSeconds(), why);
    if (!metadata.ownerReferences().isEmpty()) {
      checks.add(path + ".ownerReferences", "expected nothing, found entries; " + why);
    }
    if (!metadata.finalizers().isEmpty()) {
      checks.add(path + ".finalizers", "expected nothing, found entries; " + why);
    }
    maps(path, metadata, checks);
  }

  private static void names(Kind kind, ObjectMeta metadata, Checks checks) {
    int lengthMax =
        switch (kind) {
          case APP, JOB -> Limits.OWNER_NAME_LENGTH_MAX;
          case TASK, NAMESPACE, VOLUME -> Limits.NAME_LENGTH_MAX;
          case QUEUE -> Limits.QUEUE_NAME_LENGTH_MAX;
          case AGENT -> Limits.AGENT_NAME_LENGTH_MAX;
          case ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING ->
              Limits.ROLE_NAME_LENGTH_MAX;
        };
    String name = metadata.name();
    String prefix = metadata.generateName();
    if (name != null) {
      checks.add(
          PATH + ".name",
          switch (kind) {
            case APP, JOB, TASK, NAMESPACE, VOLUME -> NameSyntax.problemOfLabel(name, lengthMax);
            case QUEUE -> NameSyntax.problemOfPath(name, Limits.QUEUE_LEVELS_MAX, lengthMax);
            case AGENT, ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING ->
                NameSyntax.problemOfDnsName(name, lengthMax);
          });
    } else if (prefix == null) {
      checks.add(PATH + ".name", "required: expected a name (or generateName), found nothing");
    }
    if (prefix != null) {
      checks.add(
          PATH + ".generateName",
          NameSyntax.problemOfLabelStart(prefix, Limits.GENERATE_NAME_LENGTH_MAX));
    }
  }

  private static void namespace(Kind kind, ObjectMeta metadata, Checks checks) {
    String namespace = metadata.namespace();
    if (!kind.namespaced()) {
      checks.absent(
          PATH + ".namespace", namespace, kind.kindName() + " objects are in no namespace");
    } else if (namespace == null) {
      checks.add(PATH + ".namespace", "required: expected a namespace, found nothing");
    } else {
      checks.add(PATH + ".namespace", NameSyntax.problemOfLabel(namespace, Limits.NAME_LENGTH_MAX));
    }
  }

  private static void maps(String path, ObjectMeta metadata, Checks checks) {
    checks.count(path + ".labels", metadata.labels().size(), Limits.LABELS_MAX);
    for (Map.Entry<String, String> label : metadata.labels().entrySet()) {
      String labelPath = entry(path + ".labels", label.getKey());
      checks.add(
          labelPath,
          LabelSyntax.problemOfKey(label.getKey())
              .or(() -> LabelSyntax.problemOfValue(label.getValue())));
    }
    long bytes = 0;
    for (Map.Entry<String, String> annotation : metadata.annotations().entrySet()) {
      checks.add(
          entry(path + ".annotations", annotation.getKey()),
          LabelSyntax.problemOfKey(annotation.getKey()));
      bytes += Checks.bytes(annotation.getKey()) + Checks.bytes(annotation.getValue());
    }
    if (bytes > Limits.ANNOTATIONS_BYTES_MAX) {
      checks.add(
          path + ".annotations",
          "expected at most "
              + Limits.ANNOTATIONS_BYTES_MAX
              + " bytes, keys and values together, found "
              + bytes);
    }
  }

  private static void owners(ObjectMeta metadata, Checks checks) {
    String path = PATH + ".ownerReferences";
    checks.count(path, metadata.ownerReferences().size(), Limits.OWNER_REFERENCES_MAX);
    int index = 0;
    for (OwnerReference owner : metadata.ownerReferences()) {
      String ownerPath = path + "[" + index++ + "]";
      checks.add(ownerPath + ".uid", emptiness(owner.uid()));
      checks.add(ownerPath + ".name", emptiness(owner.name()));
      checks.add(ownerPath + ".kind", emptiness(owner.kind()));
      checks.add(ownerPath + ".apiVersion", emptiness(owner.apiVersion()));
    }
  }

  private static Optional<String> emptiness(String text) {
    return text.isEmpty()
        ? Optional.of("required: expected text, found an empty one")
        : Optional.empty();
  }

  static String entry(String path, String key) {
    return path + "[" + Checks.clip(key) + "]";
  }
}
