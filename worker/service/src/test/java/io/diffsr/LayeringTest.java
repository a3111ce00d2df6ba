package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** worker → {consumer, attempt}; the consumer knows Kafka and no job, the attempt no Kafka. */
class LayeringTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.diffsr");

  @Test
  void packagesDoNotDependOnEachOtherInACircle() {
    slices().matching("io.diffsr.(*)..").should().beFreeOfCycles().check(PRODUCTION);
  }

  @Test
  void theConsumerRunsNoJob() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.consumer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.diffsr.attempt..", "io.diffsr.store..", "io.diffsr.upscale..")
        .check(PRODUCTION);
  }

  @Test
  void anAttemptDoesNotPoll() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.attempt..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.clients..")
        .check(PRODUCTION);
  }
}
