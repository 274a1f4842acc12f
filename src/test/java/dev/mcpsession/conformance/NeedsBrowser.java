package dev.mcpsession.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs clients in a browser: {@code chromium} on the PATH, or else one that npm brings. Where neither starts such a
 * test is skipped, which says why; where the environment variable {@code CI} is set it fails. To stand where
 * {@link NeedsNpm} does, and below it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrowserCondition.class)
@interface NeedsBrowser {}
