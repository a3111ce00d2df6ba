package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import org.junit.jupiter.api.Test;

/** The rooms of what gateway and worker share. */
class LayeringTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.diffsr");

  @Test
  void theJobAndItsRulesAreJavaAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.job..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.diffsr.job..", "java..", "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void entitiesArePackagePrivateRowsOfTheStore() {
    classes()
        .that()
        .areAnnotatedWith(Entity.class)
        .should()
        .bePackagePrivate()
        .andShould()
        .resideInAPackage("io.diffsr.store")
        .andShould()
        .haveSimpleNameEndingWith("Row")
        .check(PRODUCTION);
  }

  @Test
  void onlyTheStoreSeesEntities() {
    classes()
        .that()
        .areAnnotatedWith(Entity.class)
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("io.diffsr.store..")
        .check(PRODUCTION);
  }

  @Test
  void onlyTheStoreSpeaksToTheDatabase() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr..")
        .and()
        .resideOutsideOfPackage("io.diffsr.store..")
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
  void onlyStorageKnowsTheObjectStoresClient() {
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

  @Test
  void picturesAreReadWithoutTheService() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.picture..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "jakarta..",
            "org.apache.kafka..",
            "io.diffsr.store..",
            "io.diffsr.storage..",
            "io.diffsr.messaging..")
        .check(PRODUCTION);
  }

  @Test
  void classesAreNamedForWhatTheyAre() {
    classes()
        .that()
        .resideInAPackage("io.diffsr..")
        .should()
        .haveNameNotMatching(".*(Impl|Utils?|Helper|Manager)")
        .check(PRODUCTION);
  }
}
