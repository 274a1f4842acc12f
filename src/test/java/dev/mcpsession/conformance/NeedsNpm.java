package dev.mcpsession.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs suites or clients that npm installs. Without {@code npm} on the PATH such a test is skipped, which says why;
 * where the environment variable {@code CI} is set it fails. On a class, to stand above
 * {@code @ExtendWith(ArquillianExtension.class)}, so that nothing is deployed in vain.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NpmCondition.class)
@interface NeedsNpm {}
