package io.velaria;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may use which, and where Calcite may be seen. */
@AnalyzeClasses(packages = "io.velaria", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {
    private static final String RUNTIME = "io.velaria.runtime..";
    private static final String PLANNER = "io.velaria.planner..";
    private static final String STREAM = "io.velaria.stream..";
    private static final String VECTOR = "io.velaria.vector..";
    private static final String[] DRIVER = {"io.velaria", "io.velaria.jdbc..", "io.velaria.shell.."};

    /** Calcite without Avatica, whose package lies within Calcite's. */
    private static final DescribedPredicate<JavaClass> CALCITE = DescribedPredicate.describe(
            "Calcite",
            type -> type.getPackageName().startsWith("org.apache.calcite")
                    && !type.getPackageName().startsWith("org.apache.calcite.avatica"));

    @ArchTest
    static final ArchRule runtimeUsesNoOtherModule = noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLANNER, STREAM, VECTOR, "io.velaria", "io.velaria.jdbc..", "io.velaria.shell..");

    @ArchTest
    static final ArchRule runtimeKnowsNeitherCalciteNorJdbc = noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.calcite..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule plannerUsesRuntimeOnly = noClasses()
            .that()
            .resideInAPackage(PLANNER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STREAM, VECTOR, "io.velaria", "io.velaria.jdbc..", "io.velaria.shell..");

    @ArchTest
    static final ArchRule extensionsDoNotKnowTheDriver = noClasses()
            .that()
            .resideInAnyPackage(STREAM, VECTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DRIVER);

    @ArchTest
    static final ArchRule streamsDoNotKnowVectors = noClasses()
            .that()
            .resideInAPackage(STREAM)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(VECTOR)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule vectorsDoNotKnowStreams = noClasses()
            .that()
            .resideInAPackage(VECTOR)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STREAM);

    @ArchTest
    static final ArchRule driverKnowsNoExtension = noClasses()
            .that()
            .resideInAnyPackage(DRIVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STREAM, VECTOR);

    @ArchTest
    static final ArchRule driverKnowsNoCalcite =
            noClasses().that().resideInAnyPackage(DRIVER).should().dependOnClassesThat(CALCITE);

    @ArchTest
    static final ArchRule extensionsSeeCalciteInTheirPlanPackage = noClasses()
            .that()
            .resideInAnyPackage(STREAM, VECTOR)
            .and()
            .resideOutsideOfPackages("io.velaria.stream.plan..", "io.velaria.vector.plan..")
            .should()
            .dependOnClassesThat(CALCITE);

    @ArchTest
    static final ArchRule onlyTheDriverKnowsSqlline = noClasses()
            .that()
            .resideOutsideOfPackage("io.velaria.shell..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sqlline..", "org.jline..");

    @ArchTest
    static final ArchRule theDriversFaceIsSmall = classes()
            .that()
            .resideInAPackage("io.velaria")
            .should()
            .beInterfaces()
            .orShould()
            .haveFullyQualifiedName("io.velaria.Driver");
}
