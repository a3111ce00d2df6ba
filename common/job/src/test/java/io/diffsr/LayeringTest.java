package io.diffsr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** {@code job} builds on {@code request}; both are Java and nothing else, which Maven sees to. */
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
  void aRequestKnowsNoJob() {
    classes()
        .that()
        .resideInAPackage("io.diffsr.request..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.diffsr.request..", "java..", "org.jspecify.annotations..")
        .check(PRODUCTION);
  }
}
