package dev.meso.controller.apiserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Adapters do not know each other, and Vert.x stays at the edge. */
final class ArchitectureTest {
  private static final String ROOT = "dev.meso.controller.apiserver";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void knowsNeitherTheDecisionsNorTheAgents() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.controller.core..",
            "dev.meso.controller.runtime..",
            "dev.meso.agent..",
            "dev.meso.cli..",
            "dev.meso.store.etcd..",
            "dev.meso.store.memory..")
        .check(classes);
  }

  @Test
  void vertxStaysAtTheEdge() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".object..",
            ROOT + ".read..",
            ROOT + ".write..",
            ROOT + ".log..",
            ROOT + ".discovery..",
            ROOT + ".status..",
            ROOT + ".metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..")
        .check(classes);
  }

  @Test
  void objectsAndErrorsKnowNoRequests() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".object..", ROOT + ".status..", ROOT + ".metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".http..", ROOT + ".read..", ROOT + ".write..")
        .check(classes);
  }
}
