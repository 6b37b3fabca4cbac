package dev.meso.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.meso.api");

  @Test
  void dependsOnTheJdkJacksonAndJspecifyOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.api..",
            "java..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.jspecify.annotations..",
            "org.snakeyaml.engine..")
        .check(CLASSES);
  }

  @Test
  void onlyTheReaderOfYamlKnowsTheYamlLibrary() {
    noClasses()
        .that()
        .doNotHaveSimpleName("YamlTreeReader")
        .and()
        .haveNameNotMatching(".*YamlTreeReader\\$.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml.engine..")
        .check(CLASSES);
  }

  @Test
  void recordsKnowNeitherCodecNorValidation() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.meso.api.codec..", "dev.meso.api.validation..", "dev.meso.api.schema..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.meso.api.codec..", "dev.meso.api.validation..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCodecKnowsTheJsonLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.meso.api.codec..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(CLASSES);
  }
}
