/**
 * The sessions themselves: pure JDK, no servlet, no container, an injected clock.
 *
 * <p>{@link dev.mcpsession.engine.SessionRegistry} is the face of it. The invariant that everything rests on stands at
 * {@link dev.mcpsession.engine.Session}: entering, expiring and ending a session meet in one compare-and-set.
 */
@NullMarked
package dev.mcpsession.engine;

import org.jspecify.annotations.NullMarked;
