package io.diffsr;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.PersistenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages of the gateway, and what each may know. */
class LayeringTest {
  private static final String[] GATEWAY = {
    "io.diffsr.caller..",
    "io.diffsr.submission..",
    "io.diffsr.jobs..",
    "io.diffsr.events..",
    "io.diffsr.results..",
    "io.diffsr.delivery..",
    "io.diffsr.dispatch..",
    "io.diffsr.maintenance..",
    "io.diffsr.outbound..",
    "io.diffsr.openapi..",
    "io.diffsr.problem.."
  };

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.diffsr");

  @Test
  void packagesDoNotDependOnEachOtherInACircle() {
    slices().matching("io.diffsr.(*)..").should().beFreeOfCycles().check(PRODUCTION);
  }

  @Test
  void outboundKnowsNoJobs() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.outbound..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.job..", "io.diffsr.store..", "io.diffsr.messaging..", "io.diffsr.storage..")
        .check(PRODUCTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dispatch", "maintenance"})
  void whatRunsInTheBackgroundKnowsNoHttp(String room) {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.submission..",
            "io.diffsr.jobs..",
            "io.diffsr.events..",
            "io.diffsr.results..",
            "io.diffsr.delivery..",
            "io.diffsr.outbound..",
            "jakarta.ws.rs..")
        .check(PRODUCTION);
  }

  @Test
  void readingJobsKnowsNeitherSubmissionNorEvents() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.diffsr.submission..", "io.diffsr.events..")
        .check(PRODUCTION);
  }

  @Test
  void onlyOutboundOpensConnectionsToAddressesFromOutside() {
    noClasses()
        .that()
        .resideInAnyPackage(GATEWAY)
        .and()
        .resideOutsideOfPackage("io.diffsr.outbound..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "java.net.http..")
        .check(PRODUCTION);
  }

  @Test
  void theGatewayDecodesNothing() {
    noClasses()
        .that()
        .resideInAnyPackage(GATEWAY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.imageio..", "java.awt..")
        .check(PRODUCTION);
  }

  @Test
  void onlyThePlatformUsesTheDatabase() {
    noClasses()
        .that()
        .resideInAnyPackage(GATEWAY)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..")
                // The client gets a problem where the database is away.
                .and(not(assignableTo(PersistenceException.class))))
        .check(PRODUCTION);
  }
}
