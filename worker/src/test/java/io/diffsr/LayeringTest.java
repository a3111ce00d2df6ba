package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arrows inside the worker: work → pipeline → {network, diffusion, image}, onnx → {network,
 * diffusion}, network → diffusion.
 */
class LayeringTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.diffsr");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "diffusion",
        "image",
        "network",
        "pipeline",
        "metrics",
        "calibration",
        "figure",
        "evaluation"
      })
  void theEngineKnowsNoServer(String layer) {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr." + layer + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "io.smallrye..",
            "org.eclipse.microprofile..",
            "jakarta..",
            "org.apache.kafka..",
            "ai.onnxruntime..")
        .check(PRODUCTION);
  }

  @Test
  void diffusionIsArithmeticOnTheJobsWords() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.diffusion..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.diffusion..", "io.diffsr.job..", "java..", "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void imageKnowsPicturesOnly() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.image..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.image..",
            "io.diffsr.picture..",
            "io.diffsr.job..",
            "java..",
            "javax.imageio..",
            "org.w3c.dom..",
            "com.twelvemonkeys.imageio..",
            "com.luciad.imageio..",
            "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void networkSaysWhatNetworksDoAndRunsNone() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.network..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.network..",
            "io.diffsr.diffusion..",
            "io.diffsr.job..",
            "java..",
            "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void pipelineJoinsDiffusionAndImage() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.pipeline..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.pipeline..",
            "io.diffsr.network..",
            "io.diffsr.diffusion..",
            "io.diffsr.image..",
            "io.diffsr.picture..",
            "io.diffsr.job..",
            "java..",
            "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void onnxServesDiffusionAndNetworkOnly() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.onnx..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.onnx..",
            "io.diffsr.network..",
            "io.diffsr.diffusion..",
            "io.diffsr.job..",
            "ai.onnxruntime..",
            "com.fasterxml.jackson..",
            "java..",
            "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void onlyOnnxTouchesTheRuntime() {
    classes()
        .that()
        .resideInAPackage("io.diffsr..")
        .and()
        .resideOutsideOfPackage("io.diffsr.onnx..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("ai.onnxruntime..")
        .check(PRODUCTION);
  }

  /** Whoever starts a run chooses its models; nobody else sees where they come from. */
  @Test
  void onnxIsUsedByThoseWhoStartRuns() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.onnx..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("io.diffsr.onnx..", "io.diffsr.work..", "io.diffsr.cli..")
        .check(PRODUCTION);
  }

  @Test
  void metricsAreArithmetic() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.metrics..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.diffsr.metrics..", "java..", "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void onlyFiguresAreDrawnByTheChartLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.diffsr.figure..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.knowm..")
        .check(PRODUCTION);
  }

  /** The jobs' engine works without whatever measures it. */
  @Test
  void measuringStandsAboveTheEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.diffsr.diffusion..",
            "io.diffsr.image..",
            "io.diffsr.pipeline..",
            "io.diffsr.onnx..",
            "io.diffsr.work..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.metrics..",
            "io.diffsr.calibration..",
            "io.diffsr.figure..",
            "io.diffsr.evaluation..",
            "io.diffsr.cli..")
        .check(PRODUCTION);
  }

  @Test
  void theCommandLineNeedsNoServer() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.work..",
            "io.diffsr.store..",
            "io.diffsr.storage..",
            "io.diffsr.messaging..",
            "io.quarkus..",
            "jakarta..",
            "org.eclipse.microprofile..",
            "org.apache.kafka..")
        .check(PRODUCTION);
  }

  @Test
  void nothingDependsOnWork() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.work..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("io.diffsr.work..")
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
