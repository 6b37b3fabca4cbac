package dev.meso.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.agent.driver.Recovered;
import dev.meso.agent.driver.Running;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.meso.agent");

  @Test
  void theAgentDoesNotKnowTheControllerNorTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.meso.controller..", "dev.meso.cli..")
        .check(CLASSES);
  }

  @Test
  void reconcilingIsPure() {
    Set<String> values =
        Stream.of(
                ContainerId.class,
                Running.class,
                Exited.class,
                Exited.Reason.class,
                Recovered.class,
                Recovered.StillRunning.class,
                Recovered.HasExited.class)
            .map(Class::getName)
            .collect(Collectors.toSet());
    DescribedPredicate<JavaClass> allowed =
        DescribedPredicate.describe(
            "pure code: the JDK without files, sockets and threads, api, the store's actors and"
                + " values, and what a driver says",
            type -> {
              String from = type.getPackageName();
              return values.contains(type.getName())
                  || from.equals("dev.meso.agent.reconcile")
                  || from.startsWith("dev.meso.api.")
                  || from.equals("dev.meso.store.actor")
                  || from.equals("dev.meso.store.port")
                  || from.equals("org.jspecify.annotations")
                  || from.equals("java.lang")
                  || from.equals("java.lang.runtime")
                  || from.equals("java.lang.invoke")
                  || from.equals("java.lang.annotation")
                  || from.equals("java.time")
                  || from.equals("java.util")
                  || from.equals("java.util.function")
                  || from.equals("java.util.stream")
                  || type.isPrimitive()
                  || type.isArray();
            });
    classes()
        .that()
        .resideInAPackage("dev.meso.agent.reconcile")
        .should()
        .onlyDependOnClassesThat(allowed)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.meso.agent.reconcile")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            Thread.class,
            java.time.Clock.class,
            java.time.InstantSource.class,
            java.util.UUID.class,
            java.util.Random.class,
            java.util.HashMap.class,
            java.util.HashSet.class)
        .check(CLASSES);
  }
}
