package dev.mcpsession.it.server;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Payara Micro that does what its standard input says, one command a line, and answers each with a line: what
 * {@link MicroServer} starts in a process of its own. It ends with its input.
 */
public final class ServerMain {

    /** What the answer to a command begins with, to tell it from the server's log. */
    static final String ANSWER = "::answer ";

    private ServerMain() {}

    /**
     * Starts the server and serves.
     *
     * @param args the server's own
     * @throws Exception if the server does not start
     */
    public static void main(String[] args) throws Exception {
        // Kept from before the boot: the server puts its log in its place.
        PrintStream out = System.out;
        PayaraMicro.main(args);
        PayaraMicroRuntime runtime = PayaraMicro.getInstance().getRuntime();
        out.println(ANSWER + "ready");
        serve(runtime, out);
        PayaraMicro.getInstance().shutdown();
        System.exit(0);
    }

    private static void serve(PayaraMicroRuntime runtime, PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split("\t", -1));
            out.println(ANSWER + obey(runtime, words));
        }
    }

    private static String obey(PayaraMicroRuntime runtime, List<String> words) {
        String name = words.get(1);
        switch (words.get(0)) {
            case "deploy" -> runtime.deploy(name, words.get(2), new File(words.get(3)));
            case "undeploy" -> runtime.undeploy(name);
            case "set" -> System.setProperty(name, words.get(2));
            case "clear" -> System.clearProperty(name);
            default -> throw new IllegalArgumentException(words.get(0));
        }
        return String.valueOf(runtime.getDeployedApplicationNames().contains(name));
    }
}
