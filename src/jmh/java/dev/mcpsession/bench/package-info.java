/**
 * Benchmarks: {@code mvn -f src/jmh/pom.xml}, or one part with {@code -Dbench=jmh}, {@code scale}, {@code server} or
 * {@code flood}. Prints the tables of the README, draws its plots, and ends with a line for each goal.
 */
@NullMarked
package dev.mcpsession.bench;

import org.jspecify.annotations.NullMarked;
