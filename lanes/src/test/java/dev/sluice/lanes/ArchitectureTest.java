package dev.sluice.lanes;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beRecords;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the tree together: layers meet through tables, never through imports. */
class ArchitectureTest {
  private static final JavaClasses SLUICE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.sluice");

  @ParameterizedTest
  @ValueSource(strings = {"common", "objectstore", "bronze", "silver", "gold", "lanes", "local"})
  void everyModuleIsSeen(String module) {
    // Rules over no class at all hold; this is what keeps them from being empty.
    assertThat(SLUICE.that(areIn(module))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bronze, silver",
    "bronze, gold",
    "silver, bronze",
    "silver, gold",
    "gold, bronze",
    "gold, silver",
    "bronze, lanes",
    "silver, lanes",
    "gold, lanes",
    "common, objectstore",
    "bronze, objectstore",
    "silver, objectstore",
    "gold, objectstore",
    "objectstore, bronze",
    "objectstore, silver",
    "objectstore, gold",
    "objectstore, lanes",
    "common, bronze",
    "common, silver",
    "common, gold",
    "common, lanes"
  })
  void layersKnowCommonAndNotOneAnother(String module, String other) {
    check(noClasses().that(areIn(module)).should().dependOnClassesThat(areIn(other)));
  }

  @ParameterizedTest
  @CsvSource({
    "common, local",
    "objectstore, local",
    "bronze, local",
    "silver, local",
    "gold, local",
    "lanes, local",
    "common, cli",
    "objectstore, cli",
    "bronze, cli",
    "silver, cli",
    "gold, cli",
    "lanes, cli",
    "local, cli",
    "common, examples",
    "bronze, examples",
    "silver, examples",
    "gold, examples",
    "lanes, examples"
  })
  void nothingThatIsDeployedDependsOnWhatRunsItHere(String module, String runner) {
    check(noClasses().that(areIn(module)).should().dependOnClassesThat(areIn(runner)));
  }

  @Test
  void whatIsDeployedKnowsTheSdkOfAwsInOnePlace() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.sluice.common..",
                "dev.sluice.bronze..",
                "dev.sluice.silver..",
                "dev.sluice.gold..",
                "dev.sluice.lanes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws.."));
  }

  @Test
  void noSessionIsStatic() {
    // foreachBatch runs in a copy of the session: a static one would be another, with other
    // settings.
    check(
        fields()
            .that()
            .haveRawType(DescribedPredicate.describe("SparkSession", ArchitectureTest::isSession))
            .should(beInstanceFields()));
  }

  @Test
  void classesWithAnEncoderAreNotRecords() {
    // Encoders.bean makes an empty schema of a record and writes empty rows without complaint.
    check(
        classes()
            .that(
                DescribedPredicate.describe(
                    "have a field for their encoder", ArchitectureTest::hasEncoder))
            .should(not(beRecords())));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(SLUICE);
  }

  private static DescribedPredicate<JavaClass> areIn(String module) {
    return JavaClass.Predicates.resideInAPackage("dev.sluice." + module + "..");
  }

  private static boolean isSession(JavaClass type) {
    return type.isAssignableTo(SparkSession.class);
  }

  private static boolean hasEncoder(JavaClass type) {
    return type.getFields().stream()
        .anyMatch(field -> field.getRawType().isAssignableTo(Encoder.class));
  }

  private static ArchCondition<JavaField> beInstanceFields() {
    return new ArchCondition<>("belong to an instance") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean isStatic = field.getModifiers().contains(JavaModifier.STATIC);
        String message = field.getFullName() + (isStatic ? " is static" : " is not static");
        events.add(new SimpleConditionEvent(field, !isStatic, message));
      }
    };
  }
}
