package dev.meso.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of this module. */
class StoreArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.meso.store");

  @Test
  void portKnowsNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage("dev.meso.store.port..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.meso.store.port..", "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void memoryKnowsThePortOnly() {
    classes()
        .that()
        .resideInAPackage("dev.meso.store.memory..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.store.memory..", "dev.meso.store.port..", "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void onlyTheEtcdStoreKnowsEtcdAndGrpc() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.meso.store.etcd..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.etcd..", "io.grpc..", "io.netty..", "com.google..", "dev.meso.store.etcd..")
        .check(OURS);
  }

  @Test
  void etcdStoreKnowsThePortOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.meso.store.etcd..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.store.memory..",
            "dev.meso.store.actor..",
            "dev.meso.store.cache..",
            "dev.meso.store.election..",
            "dev.meso.store.lease..")
        .check(OURS);
  }
}
