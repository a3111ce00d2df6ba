package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** cli → {evaluation, calibration, benchmark, figure} → metrics. */
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

  @Test
  void onlyTheCommandLineChoosesModels() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.diffsr.evaluation..",
            "io.diffsr.calibration..",
            "io.diffsr.benchmark..",
            "io.diffsr.figure..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.diffsr.onnx..", "io.diffsr.cli..")
        .check(PRODUCTION);
  }
}
