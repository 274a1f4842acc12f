package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentSessionsTest {

    private static final int SESSIONS = 200;

    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().configuration(), new ManualTime(), RegistryListener.none());
    private final List<Session> sessions = new ArrayList<>();

    RecentSessionsTest() {
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(registry.reserve(null)
                    .adopt("/mcp", "id" + i, ClientInfo.UNKNOWN)
                    .session());
        }
    }

    @Test
    void moreAreOfferedThanFit_thoseIdleForTheShortestTimeAreSelected() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            order.add(i);
        }
        for (int max : List.of(1, 2, 7, 10, SESSIONS)) {
            Collections.shuffle(order, new Random(max));
            RecentSessions recent = new RecentSessions(max);
            order.forEach(i -> recent.offer(sessions.get(i), i));

            assertThat(recent.selected()).containsExactlyInAnyOrderElementsOf(sessions.subList(0, max));
        }
    }

    @Test
    void fewerAreOfferedThanFit_allAreSelected() {
        RecentSessions recent = new RecentSessions(10);
        recent.offer(sessions.get(0), 5);

        assertThat(recent.selected()).containsExactly(sessions.get(0));
    }

    @Test
    void equalIdleTimes_areBounded() {
        RecentSessions recent = new RecentSessions(3);
        sessions.forEach(session -> recent.offer(session, 0));

        assertThat(recent.selected()).hasSize(3).doesNotHaveDuplicates();
    }
}
