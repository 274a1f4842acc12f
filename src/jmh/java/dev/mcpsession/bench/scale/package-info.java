/**
 * Very many sessions on one node. Each class with a {@code main} runs in a JVM of its own and prints figures for
 * {@code Child} to read.
 */
@NullMarked
package dev.mcpsession.bench.scale;

import org.jspecify.annotations.NullMarked;
