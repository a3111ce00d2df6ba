package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import org.junit.jupiter.api.Test;

/** One package for each server: PostgreSQL in store and webhook, S3 in storage, Kafka. */
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
  void entitiesArePackagePrivateRows() {
    classes()
        .that()
        .areAnnotatedWith(Entity.class)
        .should()
        .bePackagePrivate()
        .andShould()
        .resideInAnyPackage("io.diffsr.store", "io.diffsr.webhook")
        .andShould()
        .haveSimpleNameEndingWith("Row")
        .check(PRODUCTION);
  }

  @Test
  void onlyStoreAndWebhookUseTheDatabase() {
    noClasses()
        .that()
        .resideInAnyPackage("io.diffsr.storage..", "io.diffsr.messaging..", "io.diffsr.job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.persistence..",
            "org.hibernate..",
            "io.quarkus.hibernate..",
            "io.quarkus.panache..",
            "java.sql..",
            "javax.sql..")
        .check(PRODUCTION);
  }

  @Test
  void onlyStorageUsesTheS3Client() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr..")
        .and()
        .resideOutsideOfPackage("io.diffsr.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..", "okhttp3..")
        .check(PRODUCTION);
  }
}
