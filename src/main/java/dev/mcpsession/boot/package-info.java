/**
 * How it all comes to life: the initializer, the listener and the one composition root. The only package that sees CDI,
 * Concurrency and servlets together.
 */
@NullMarked
package dev.mcpsession.boot;

import org.jspecify.annotations.NullMarked;
