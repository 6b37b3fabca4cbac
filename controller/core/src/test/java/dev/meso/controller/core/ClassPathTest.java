package dev.meso.controller.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ClassPathTest {
  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.meso.controller.core");

  @Test
  void coreKnowsTheJdkTheApiAndNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "dev.meso.api..", "dev.meso.controller.core..", "org.jspecify..")
        .check(core);
  }

  @Test
  void coreDoesNotReadJson() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("dev.meso.api.codec..", "tools.jackson..")
        .check(core);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.meso.controller.core.(*)..").should().beFreeOfCycles().check(core);
  }
}
