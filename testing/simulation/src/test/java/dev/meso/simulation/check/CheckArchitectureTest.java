package dev.meso.simulation.check;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** A checker that shared code with what it checks would share its mistakes. */
class CheckArchitectureTest {
  @Test
  void checkerKnowsNothingOfWhatItChecks() {
    classes()
        .that()
        .resideInAPackage("dev.meso.simulation.check..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.simulation.check..",
            "dev.meso.store.port..",
            "dev.meso.store.memory..",
            "tools.jackson..",
            "java..",
            "org.jspecify..")
        .check(
            new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("dev.meso.simulation.check"));
  }
}
