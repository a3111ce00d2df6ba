package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * upscale → method → {model, field, consistency, tiling, noise, run} → {diffusion, resample}. That
 * the engine has no server on its class path is Maven's doing.
 */
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
  void diffusionIsArithmetic() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.diffusion..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.diffsr.diffusion..", "io.diffsr.request..", "java..", "org.jspecify.annotations..")
        .check(PRODUCTION);
  }

  @Test
  void onlyOnnxUsesTheRuntime() {
    noClasses()
        .that()
        .resideInAPackage("io.diffsr..")
        .and()
        .resideOutsideOfPackage("io.diffsr.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(PRODUCTION);
  }

  /** Whoever starts a run chooses its models; the engine does not see where they come from. */
  @Test
  void theEngineDoesNotChooseItsRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.diffsr.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.diffsr.onnx..")
        .check(PRODUCTION);
  }
}
