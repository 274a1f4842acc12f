package dev.mcpsession.management;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * What an attribute (on its getter) or the result of an operation is counted in: the field {@code units} of its
 * descriptor, which consoles show.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Unit {

    /**
     * The unit.
     *
     * @return a plural
     */
    @DescriptorKey("units")
    String value();
}
