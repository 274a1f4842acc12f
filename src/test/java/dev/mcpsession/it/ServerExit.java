package dev.mcpsession.it;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of the server of the test class before. The adapter for Payara Micro only asks the process to end, and the next server
 * would find the JMX port still taken.
 */
final class ServerExit {

    private ServerExit() {}

    /** Waits until no server is left; each is a child of this process. To be called before a deployment, where none is to be kept. */
    static void await() {
        List<CompletableFuture<ProcessHandle>> ends =
                ProcessHandle.current().children().map(ProcessHandle::onExit).toList();
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).orTimeout(30, TimeUnit.SECONDS).join();
    }
}
