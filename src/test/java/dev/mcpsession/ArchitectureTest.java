package dev.mcpsession;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.mcpsession.engine.Session;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Who may import whom: the table at the end of the design, and nothing besides. */
@AnalyzeClasses(
        packages = "dev.mcpsession",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutDemo.class})
class ArchitectureTest {

    private static final String ROOT = "dev.mcpsession";
    private static final String CONFIG = "dev.mcpsession.config";
    private static final String ENGINE = "dev.mcpsession.engine";
    private static final String RESUME = "dev.mcpsession.resume";
    private static final String FILTER = "dev.mcpsession.filter";
    private static final String MANAGEMENT = "dev.mcpsession.management";
    private static final String JCACHE = "dev.mcpsession.jcache";
    private static final String BOOT = "dev.mcpsession.boot";

    private static final String JDK = "java..";
    private static final String ANNOTATIONS = "[org.jspecify|com.google.errorprone].annotations..";
    private static final String SERVLET = "jakarta.servlet..";

    @ArchTest
    static final ArchRule THERE_ARE_NO_OTHER_PACKAGES =
            classes().should().resideInAnyPackage(ROOT, CONFIG, ENGINE, RESUME, FILTER, MANAGEMENT, JCACHE, BOOT);

    @ArchTest
    static final ArchRule ROOT_KNOWS_THE_JDK = only(
            ROOT,
            resideInAnyPackage(JDK, ANNOTATIONS, ROOT, "jakarta.enterprise.context..")
                    .or(type(HttpServletRequest.class)));

    @ArchTest
    static final ArchRule ONLY_THE_OWNER_RESOLVER_OF_THE_ROOT_KNOWS_REQUESTS = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .doNotHaveSimpleName("OwnerResolver")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVLET);

    @ArchTest
    static final ArchRule CONFIG_KNOWS_SERVLETS = only(CONFIG, resideInAnyPackage(JDK, ANNOTATIONS, CONFIG, SERVLET));

    @ArchTest
    static final ArchRule ENGINE_KNOWS_ROOT_AND_CONFIG =
            only(ENGINE, resideInAnyPackage(JDK, "javax.crypto..", "jdk.jfr..", ANNOTATIONS, ROOT, CONFIG, ENGINE));

    @ArchTest
    static final ArchRule RESUME_KNOWS_ROOT_CONFIG_ENGINE_AND_JSON = only(
            RESUME,
            resideInAnyPackage(JDK, "javax.crypto..", ANNOTATIONS, ROOT, CONFIG, ENGINE, RESUME, "jakarta.json.."));

    @ArchTest
    static final ArchRule MANAGEMENT_KNOWS_ROOT_CONFIG_AND_ENGINE = only(
            MANAGEMENT,
            resideInAnyPackage(
                    JDK, "javax.management..", "javax.security.auth..", ANNOTATIONS, ROOT, CONFIG, ENGINE, MANAGEMENT));

    @ArchTest
    static final ArchRule FILTER_KNOWS_ROOT_CONFIG_ENGINE_SERVLETS_AND_JSON = only(
            FILTER,
            resideInAnyPackage(JDK, ANNOTATIONS, ROOT, CONFIG, ENGINE, RESUME, FILTER, SERVLET, "jakarta.json.."));

    @ArchTest
    static final ArchRule JCACHE_KNOWS_THE_ENGINE = only(
                    JCACHE, resideInAnyPackage(JDK, "javax.cache..", ANNOTATIONS, ROOT, CONFIG, ENGINE, JCACHE))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_BOOT_SEES_THE_CONTAINER = noClasses()
            .that()
            .resideOutsideOfPackages(BOOT, ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.annotation..",
                    "jakarta.interceptor..",
                    "javax.naming..");

    @ArchTest
    static final ArchRule BOOT_IS_NOT_IMPORTED = noClasses()
            .that()
            .resideOutsideOfPackage(BOOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BOOT);

    /** An application can cast the request attribute to it. */
    @ArchTest
    static final ArchRule SESSION_DOES_NOT_SHOW_ITS_ID = noMethods()
            .that()
            .areDeclaredIn(Session.class)
            .and()
            .haveName("id")
            .should()
            .bePublic();

    @ArchTest
    static final ArchRule ONLY_MANAGEMENT_SEES_JMX = noClasses()
            .that()
            .resideOutsideOfPackage(MANAGEMENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.management..", "java.lang.management..");

    @ArchTest
    static final ArchRule ONLY_JCACHE_SEES_JCACHE = noClasses()
            .that()
            .resideOutsideOfPackage(JCACHE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.cache..");

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES =
            slices().matching("dev.mcpsession.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ROOT_IS_PART_OF_NO_CYCLE = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.mcpsession.*..");

    @ArchTest
    static final ArchRule STATIC_STATE_DOES_NOT_CHANGE = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal()
            .andShould(holdSomethingImmutable());

    private static ArchRule only(String from, DescribedPredicate<JavaClass> allowed) {
        // An array belongs where its elements do; primitives belong nowhere.
        DescribedPredicate<JavaClass> elements = DescribedPredicate.describe(
                allowed.getDescription(),
                seen -> seen.getBaseComponentType().isPrimitive() || allowed.test(seen.getBaseComponentType()));
        return classes().that(resideInAPackage(from)).should().onlyDependOnClassesThat(elements);
    }

    /** Looks at the value itself: the type of a final field says little. */
    private static ArchCondition<JavaField> holdSomethingImmutable() {
        List<Predicate<Object>> immutable = List.of(
                Set.of(String.class, Integer.class, Long.class, Boolean.class, Character.class, Pattern.class)
                        ::contains,
                type -> Enum.class.isAssignableFrom((Class<?>) type),
                type -> TemporalAmount.class.isAssignableFrom((Class<?>) type),
                type -> Temporal.class.isAssignableFrom((Class<?>) type),
                type -> System.Logger.class.isAssignableFrom((Class<?>) type),
                type -> JsonProvider.class.isAssignableFrom((Class<?>) type),
                type -> ((Class<?>) type).isRecord(),
                // Means to change a field of an object; they hold nothing themselves.
                type -> AtomicIntegerFieldUpdater.class.isAssignableFrom((Class<?>) type),
                type -> AtomicLongFieldUpdater.class.isAssignableFrom((Class<?>) type),
                type -> AtomicReferenceFieldUpdater.class.isAssignableFrom((Class<?>) type),
                type -> ((Class<?>) type).getName().startsWith("java.util.ImmutableCollections$"));
        return new ArchCondition<>("hold something immutable") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                Object value = valueOf(field.reflect());
                boolean empty = value != null && value.getClass().isArray() && Array.getLength(value) == 0;
                boolean fixed =
                        value == null || empty || immutable.stream().anyMatch(kind -> kind.test(value.getClass()));
                events.add(new SimpleConditionEvent(
                        field,
                        fixed,
                        field.getFullName() + " holds a "
                                + (value == null ? "null" : value.getClass().getName())));
            }
        };
    }

    private static Object valueOf(Field field) {
        try {
            if (field.getDeclaringClass().isInterface()) {
                return field.get(null);
            }
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The demo is compiled as test code, wherever the build may put it. */
    static final class WithoutDemo implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/dev/mcpsession/demo/");
        }
    }
}
