package io.diffsr;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import jakarta.persistence.PersistenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the gateway: api, dispatch and webhook side by side, outbound below. */
class LayeringTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.diffsr");

  @Test
  void outboundKnowsNoJobs() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.outbound..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.api..",
            "io.diffsr.dispatch..",
            "io.diffsr.webhook..",
            "io.diffsr.store..",
            "io.diffsr.messaging..",
            "io.diffsr.storage..")
        .check(PRODUCTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dispatch", "webhook"})
  void whatRunsInTheBackgroundDoesNotKnowTheApi(String room) {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.diffsr.api..", "jakarta.ws.rs..")
        .check(PRODUCTION);
  }

  @Test
  void dispatchAndWebhooksKnowNothingOfEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.dispatch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.diffsr.webhook..", "io.diffsr.outbound..")
        .check(PRODUCTION);
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.webhook..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.diffsr.dispatch..")
        .check(PRODUCTION);
  }

  @Test
  void noRoomsDependOnEachOtherInACircle() {
    slices().matching("io.diffsr.(*)..").should().beFreeOfCycles().check(PRODUCTION);
  }

  @Test
  void onlyOutboundOpensConnectionsToAddressesFromOutside() {
    noClasses()
        .that()
        .resideInAnyPackage("io.diffsr.api..", "io.diffsr.dispatch..", "io.diffsr.webhook..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "java.net.http..")
        .check(PRODUCTION);
  }

  @Test
  void theGatewayDoesNotCompute() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.diffsr.api..",
            "io.diffsr.dispatch..",
            "io.diffsr.webhook..",
            "io.diffsr.outbound..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.diffusion..",
            "io.diffsr.image..",
            "io.diffsr.pipeline..",
            "io.diffsr.onnx..",
            "io.diffsr.work..",
            "io.diffsr.cli..",
            "ai.onnxruntime..",
            "javax.imageio..",
            "java.awt..")
        .check(PRODUCTION);
  }

  @Test
  void entitiesAreNoWireTypes() {
    classes()
        .that()
        .areAnnotatedWith(Entity.class)
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("io.diffsr.store..")
        .check(PRODUCTION);
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.diffsr.api..",
            "io.diffsr.dispatch..",
            "io.diffsr.webhook..",
            "io.diffsr.outbound..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..")
                // That the database is away is told to the client.
                .and(not(assignableTo(PersistenceException.class))))
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
