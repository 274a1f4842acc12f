/**
 * What one request costs in sessions: ours is {@code dev.mcpsession.engine.SessionWork}, these are what people would
 * pick instead.
 */
@NullMarked
package dev.mcpsession.bench.rival;

import org.jspecify.annotations.NullMarked;
