package dev.synaxis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.base.DescribedPredicate;

/** The floors of the house: who may know whom. */
@AnalyzeClasses(packages = "dev.synaxis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] TRANSPORTS = {
        "org.apache.camel..", "io.vertx..", "io.netty..", "org.apache.hc..", "java.net.http.."
    };

    @ArchTest
    static final ArchRule modelAndFailureKnowOnlyTheJdk = classes()
            .that()
            .resideInAnyPackage("dev.synaxis.model..", "dev.synaxis.failure..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.synaxis.model..", "dev.synaxis.failure..");

    @ArchTest
    static final ArchRule configAndWireKnowJacksonBeside = classes()
            .that()
            .resideInAnyPackage("dev.synaxis.config..", "dev.synaxis.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "org.yaml.snakeyaml.error..", // what Jackson's YAML reader throws
                    "dev.synaxis.model..",
                    "dev.synaxis.failure..",
                    "dev.synaxis.config..",
                    "dev.synaxis.wire..");

    @ArchTest
    static final ArchRule theMiddleFloorKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.synaxis.dialect..", "dev.synaxis.routing..", "dev.synaxis.state..", "dev.synaxis.usage..")
            .should()
            .dependOnClassesThat(inPackages("dev.synaxis.inbound", "dev.synaxis.camel", "dev.synaxis"));

    @ArchTest
    static final ArchRule onlyCamelAndInboundKnowTransports = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.synaxis.dialect..", "dev.synaxis.routing..", "dev.synaxis.state..", "dev.synaxis.usage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRANSPORTS);

    @ArchTest
    static final ArchRule inboundDoesNotKnowCamelBeans =
            noClasses().that().resideInAPackage("dev.synaxis.inbound..").should().dependOnClassesThat(
                    inPackages("dev.synaxis.camel", "dev.synaxis"));

    @ArchTest
    static final ArchRule aDialectNeverKnowsAnother = slices()
            .matching("dev.synaxis.dialect.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nobodyKnowsTheMain =
            noClasses().that().resideInAPackage("dev.synaxis.*..").should().dependOnClassesThat(inPackages("dev.synaxis"));

    private static DescribedPredicate<JavaClass> inPackages(String... names) {
        return DescribedPredicate.describe(
                "are in " + String.join(", ", names), c -> java.util.Set.of(names).contains(c.getPackageName()));
    }
}
