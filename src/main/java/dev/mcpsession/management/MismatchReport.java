package dev.mcpsession.management;

import org.jspecify.annotations.Nullable;

/**
 * What comes with a notification that somebody came with the id of somebody else's session.
 *
 * @param handle the session
 * @param owner whose it is, or null where it has none any more
 * @param caller who came, or null for nobody in particular
 * @param leftOut how many more came since the last notification
 * @since 1.0
 */
public record MismatchReport(
        String handle, @Nullable String owner, @Nullable String caller, long leftOut) {}
