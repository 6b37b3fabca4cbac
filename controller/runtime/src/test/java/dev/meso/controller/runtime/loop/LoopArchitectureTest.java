package dev.meso.controller.runtime.loop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LoopArchitectureTest {
  @Test
  void theLoopKnowsNeitherHttpNorEtcd() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.meso.controller.apiserver..",
            "dev.meso.store.etcd..",
            "dev.meso.store.memory..",
            "io.vertx..",
            "io.grpc..",
            "io.etcd..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.meso.controller.runtime.loop"));
  }
}
