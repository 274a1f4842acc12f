/**
 * The sessions of one application on one node: no servlet types, an injected clock. Internal.
 *
 * <p>{@link dev.mcpsession.engine.SessionRegistry} is the entry point. The invariant of entering, expiring and ending a
 * session, and what happens before what, stand in {@link dev.mcpsession.engine.Session}; the accounting of permits
 * stands in {@link dev.mcpsession.engine.AdmissionControl}.
 */
@NullMarked
package dev.mcpsession.engine;

import org.jspecify.annotations.NullMarked;
