package dev.meso.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.meso.cli");

  @Test
  void settingsKnowNoDaemon() {
    noClasses()
        .that()
        .resideInAPackage("dev.meso.cli.settings")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.cli.daemon..",
            "dev.meso.controller..",
            "dev.meso.agent..",
            "dev.meso.store..")
        .check(CLASSES);
  }

  @Test
  void clientCommandsKnowTheApiOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.meso.cli.command..", "dev.meso.cli.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.cli.daemon..",
            "dev.meso.controller..",
            "dev.meso.agent..",
            "dev.meso.store..")
        .check(CLASSES);
  }

  @Test
  void daemonsAreStartedInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.meso.cli.daemon..", "dev.meso.cli.whatif..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.meso.controller..", "dev.meso.agent..")
        .check(CLASSES);
  }

  @Test
  void whatIfThinksWithTheCoreAndStartsNothing() {
    noClasses()
        .that()
        .resideInAPackage("dev.meso.cli.whatif..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.cli.daemon..",
            "dev.meso.controller.runtime..",
            "dev.meso.controller.apiserver..",
            "dev.meso.agent..",
            "dev.meso.store..")
        .check(CLASSES);
  }
}
