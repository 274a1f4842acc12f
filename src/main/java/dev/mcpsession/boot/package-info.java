/**
 * The initializer, the listener and the composition root. The only package that sees CDI, Concurrency and servlets
 * together. Internal, except for the names of the classes that a {@code web.xml} may contain.
 */
@NullMarked
package dev.mcpsession.boot;

import org.jspecify.annotations.NullMarked;
