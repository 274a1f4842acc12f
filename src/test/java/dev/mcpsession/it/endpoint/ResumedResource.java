package dev.mcpsession.it.endpoint;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Endpoints in Jakarta REST with sessions of their own, which answer from other threads. They run in the server. */
@Path("/mcp")
public class ResumedResource {

    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\","
            + "\"capabilities\":{},\"serverInfo\":{\"name\":\"resumed\",\"version\":\"1\"}}}";

    private static final Set<String> SESSIONS = ConcurrentHashMap.newKeySet();

    /** Made by the container. */
    public ResumedResource() {}

    /** Where they are. */
    @ApplicationPath("/rest")
    public static class At extends Application {

        /** Made by the container. */
        public At() {}

        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(ResumedResource.class);
        }
    }

    /**
     * Answers by a completion stage.
     *
     * @param session the endpoint's own name of the session, or null
     * @param body the message
     * @return the answer to come
     */
    @POST
    @Path("stage")
    public CompletionStage<Response> answerLater(@HeaderParam("Mcp-Session-Id") @Nullable String session, String body) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        inThread(() -> answer.complete(answer(session, body)));
        return answer;
    }

    /**
     * Answers by an event sink.
     *
     * @param session the endpoint's own name of the session, or null
     * @param body the message
     * @param sink where the answer goes
     * @param sse makes it
     * @param response takes the name of the session
     */
    @POST
    @Path("sink")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void answerByEvent(
            @HeaderParam("Mcp-Session-Id") @Nullable String session,
            String body,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletResponse response) {
        if (body.contains("\"initialize\"")) {
            response.setHeader("Mcp-Session-Id", name());
        } else if (session == null || !SESSIONS.contains(session)) {
            throw new NotFoundException();
        }
        inThread(() -> sink.send(sse.newEvent(body.contains("\"initialize\"") ? RESULT : "{}"))
                .whenComplete((done, problem) -> sink.close()));
    }

    private static Response answer(@Nullable String session, String body) {
        if (body.contains("\"initialize\"")) {
            return Response.ok(RESULT, MediaType.APPLICATION_JSON)
                    .header("Mcp-Session-Id", name())
                    .build();
        }
        if (session == null || !SESSIONS.contains(session)) {
            return Response.status(404).build();
        }
        return body.contains("\"notifications/")
                ? Response.accepted().build()
                : Response.ok("{}", MediaType.APPLICATION_JSON).build();
    }

    private static String name() {
        String name = UUID.randomUUID().toString();
        SESSIONS.add(name);
        return name;
    }

    private static void inThread(Runnable task) {
        new Thread(task, "resumed-resource").start();
    }
}
