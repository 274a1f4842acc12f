/** Benchmarks: {@code mvn -Pbench}, or one part with {@code -Dbench=flood}. Each figure that has a goal ends as one line. */
@NullMarked
package dev.mcpsession.bench;

import org.jspecify.annotations.NullMarked;
