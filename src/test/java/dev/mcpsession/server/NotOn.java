package dev.mcpsession.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of what some servers cannot do. There it is skipped, which says why; the table of the servers page says it
 * too. On a class, to stand above {@code @ExtendWith(ArquillianExtension.class)}, so that nothing is deployed in vain.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NotOn.Servers.class)
@ExtendWith(NotOnCondition.class)
public @interface NotOn {

    /** The servers it does not run on. */
    Server[] value();

    /** What they cannot do. */
    String because();

    /** What different servers cannot do for different reasons. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(NotOnCondition.class)
    @interface Servers {

        /** Each with its reason. */
        NotOn[] value();
    }
}
