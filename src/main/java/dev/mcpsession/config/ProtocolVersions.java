package dev.mcpsession.config;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The protocol revisions that the endpoints behind the filter serve, and what each kind of revision means for a
 * session.
 *
 * <p>A revision is a date. Those up to 2025-11-25 have sessions; every later one is sessionless, as 2026-07-28 made the
 * protocol. Immutable.
 */
public final class ProtocolVersions {

    /** The revisions that have sessions, oldest first. */
    public static final List<String> WITH_SESSIONS = List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private static final LocalDate NEWEST_WITH_SESSIONS = LocalDate.parse("2025-11-25");

    private final List<String> listed;

    /** Known beforehand: each request asks. */
    private final List<String> listedSessionless;

    /**
     * Lists revisions.
     *
     * @param revisions at least one; each one of {@link #WITH_SESSIONS}, or a later date; repeats count once
     * @throws IllegalArgumentException if the list is empty or an entry is no such revision
     */
    public ProtocolVersions(Collection<String> revisions) {
        if (revisions.isEmpty()) {
            throw new IllegalArgumentException("no revision");
        }
        Set<String> sorted = new TreeSet<>(revisions);
        for (String revision : sorted) {
            if (!hasSessions(revision) && !isNewerThanSessions(revision)) {
                throw new IllegalArgumentException("no revision of the protocol: " + revision);
            }
        }
        this.listed = List.copyOf(sorted);
        this.listedSessionless =
                sorted.stream().filter(ProtocolVersions::isNewerThanSessions).toList();
    }

    /**
     * The listed revisions, oldest first.
     *
     * @return an immutable list, never empty
     */
    public List<String> listed() {
        return listed;
    }

    /**
     * Tells whether a revision is listed.
     *
     * @param revision any text
     * @return true if it is listed
     */
    public boolean isListed(String revision) {
        return listed.contains(revision);
    }

    /**
     * Tells whether a revision is listed and has no sessions.
     *
     * @param revision any text
     * @return true if both hold
     */
    public boolean isListedSessionless(String revision) {
        return listedSessionless.contains(revision);
    }

    /**
     * Tells whether any sessionless revision is listed.
     *
     * @return true if there is one
     */
    public boolean anySessionless() {
        return !listedSessionless.isEmpty();
    }

    /**
     * Tells whether a text is a revision that has sessions, listed or not.
     *
     * @param revision any text
     * @return true if it is one of {@link #WITH_SESSIONS}
     */
    public static boolean hasSessions(String revision) {
        return WITH_SESSIONS.contains(revision);
    }

    /**
     * Tells whether a text is a date after the newest revision that has sessions.
     *
     * @param revision any text
     * @return false for an earlier date and for what is no date
     */
    public static boolean isNewerThanSessions(String revision) {
        try {
            return LocalDate.parse(revision).isAfter(NEWEST_WITH_SESSIONS);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return String.join(", ", listed);
    }
}
