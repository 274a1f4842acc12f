package dev.mcpsession.bench.scale;

import dev.mcpsession.Owner;
import dev.mcpsession.bench.Settings;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.Reservation;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Very many sessions. Every text that comes from outside is a new string, as a server's parser makes it. */
final class Crowd {

    static final int ID_LENGTH = 43;

    private static final int REQUESTS = 3;
    private static final int KINDS_OF_CLIENTS = 20;

    private final SessionRegistry registry;

    /* The ids as they come from the network; made beforehand, so that nothing but sessions grows. */
    private final byte[] wire;
    private final int size;

    Crowd(int size) {
        this(size, new SessionRegistry(Settings.unlimited(), TimeSource.system(), RegistryListener.none()));
    }

    private Crowd(int size, SessionRegistry registry) {
        this.registry = registry;
        this.size = size;
        this.wire = new byte[size * ID_LENGTH];
    }

    SessionRegistry registry() {
        return registry;
    }

    /** More of them on the same node. */
    Crowd another(int many) {
        return new Crowd(many, registry);
    }

    /** Opens them all. */
    void open(Kind kind) {
        for (int number = 0; number < size; number++) {
            Owner owner = kind == Kind.OWNED ? owner(number) : null;
            Exchange initialize = admission(owner).issue(path(), client(number));
            String id = initialize.sessionId();
            System.arraycopy(id.getBytes(StandardCharsets.ISO_8859_1), 0, wire, number * ID_LENGTH, ID_LENGTH);
            initialize.end();
            if (kind != Kind.PROVISIONAL) {
                for (int request = 0; request < REQUESTS; request++) {
                    registry.enter(path(), id(number), ExchangeKind.REQUEST, kind == Kind.OWNED ? owner(number) : null)
                            .end();
                }
            }
        }
    }

    /** A request of any session; false if that one is over. */
    boolean request() {
        Exchange exchange =
                registry.enter(path(), id(ThreadLocalRandom.current().nextInt(size)), ExchangeKind.REQUEST, null);
        if (exchange == null) {
            return false;
        }
        exchange.end();
        return true;
    }

    private Reservation admission(@Nullable Owner owner) {
        Reservation admission = registry.reserve(owner);
        if (admission == null) {
            throw new IllegalStateException("Refused");
        }
        return admission;
    }

    private String id(int number) {
        return new String(wire, number * ID_LENGTH, ID_LENGTH, StandardCharsets.ISO_8859_1);
    }

    private static String path() {
        return fresh("/mcp");
    }

    private static String fresh(String text) {
        return String.valueOf(text.toCharArray());
    }

    private static ClientInfo client(int number) {
        int kind = number % KINDS_OF_CLIENTS;
        return new ClientInfo(fresh("2025-11-25"), "client-" + kind, "1.0." + kind);
    }

    private static Owner owner(int number) {
        int kind = number % KINDS_OF_CLIENTS;
        return new Owner("user-" + number, fresh("https://issuer.example.org/realm"), "client-" + kind, null);
    }

    /** What they are like. */
    enum Kind {
        /** Anonymous, after a few requests. */
        ANONYMOUS,
        /** Anonymous, after nothing but {@code initialize}. */
        PROVISIONAL,
        /** After a few requests of an owner that has no other. */
        OWNED
    }
}
