package dev.mcpsession.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test for some servers. On the others it is skipped, which says why. On a class, to stand above
 * {@code @ExtendWith(ArquillianExtension.class)}, so that nothing is deployed in vain.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServerCondition.class)
public @interface OnlyOn {

    /** The servers it runs on. */
    Server[] value();

    /** Why it does not run on the others. */
    String because();
}
