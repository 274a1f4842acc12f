/**
 * Sealed ids, revocations, and what the resumption of a session needs: see {@link dev.mcpsession.resume.SessionSealer}.
 * Internal.
 *
 * <p>The engine decides which sessions can be resumed; this package tells it what their ids say.
 */
@NullMarked
package dev.mcpsession.resume;

import org.jspecify.annotations.NullMarked;
