package dev.mcpsession.it.endpoint;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Endpoints in Jakarta REST, each at a path of its own and in a style of its own. They run in the server. */
@Path("/mcp")
public class RestStyle {

    private static final Executor AT_ONCE = inApplication(ForkJoinPool.commonPool());
    private static final Executor LATER = inApplication(CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
    private static final Map<String, SseEventSink> SINKS = new ConcurrentHashMap<>();

    /** Made by the container. */
    public RestStyle() {}

    /* The threads of the pool keep the class loader of the application that first used them, and GlassFish 8 goes by it. */
    private static Executor inApplication(Executor executor) {
        return task -> {
            ClassLoader application = Thread.currentThread().getContextClassLoader();
            executor.execute(() -> {
                Thread.currentThread().setContextClassLoader(application);
                task.run();
            });
        };
    }

    /** Where they are. */
    @ApplicationPath("/rest")
    public static class At extends Application {

        /** Made by the container. */
        public At() {}

        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(RestStyle.class);
        }
    }

    /**
     * Answers with one event.
     *
     * @param name the session id to set, or null
     * @param gate what it waits for, or null
     * @param sink where it goes
     * @param sse makes it
     * @param response takes the id
     */
    @POST
    @Path("sse")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void answerByEvent(
            @QueryParam("name") @Nullable String name,
            @QueryParam("gate") @Nullable String gate,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletResponse response) {
        if (name != null) {
            response.setHeader("Mcp-Session-Id", name);
        }
        LATER.execute(() -> {
            StyleEndpoint.pass(gate);
            sink.send(sse.newEvent("answered")).whenComplete((done, problem) -> sink.close());
        });
    }

    /**
     * Opens a stream, on which nothing is sent for now.
     *
     * @param as its name
     * @param sink the stream
     */
    @GET
    @Path("sse")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(@QueryParam("as") String as, @Context SseEventSink sink) {
        SINKS.put(as, sink);
    }

    /**
     * Sends an event on a stream.
     *
     * @param as the name of the stream
     * @param sse makes the event
     * @return whether the stream took it
     */
    @POST
    @Path("say")
    public CompletionStage<String> say(@QueryParam("as") String as, @Context Sse sse) {
        SseEventSink sink = SINKS.get(as);
        if (sink == null || sink.isClosed()) {
            return CompletableFuture.completedFuture("closed");
        }
        return CompletableFuture.supplyAsync(() -> sink.send(sse.newEvent("said")), AT_ONCE)
                .thenCompose(sent -> sent)
                .handle((done, problem) -> problem == null ? "sent" : "failed");
    }

    /**
     * Takes the end of a session.
     *
     * @return 204
     */
    @DELETE
    @Path("sse")
    public Response delete() {
        return Response.noContent().build();
    }

    /**
     * Answers from another thread.
     *
     * @param how how
     * @param name the session id to set, or null
     * @param gate what it waits for, or null
     * @return the answer to come
     */
    @POST
    @Path("stage")
    public CompletionStage<Response> answerLater(
            @QueryParam("how") @Nullable String how,
            @QueryParam("name") @Nullable String name,
            @QueryParam("gate") @Nullable String gate) {
        return CompletableFuture.supplyAsync(() -> response(how, name, gate), LATER);
    }

    /**
     * Answers when it is asked to resume.
     *
     * @param how how
     * @param name the session id to set, or null
     * @param gate what it waits for, or null
     * @param suspended the answer to come
     */
    @POST
    @Path("suspended")
    public void resumeLater(
            @QueryParam("how") @Nullable String how,
            @QueryParam("name") @Nullable String name,
            @QueryParam("gate") @Nullable String gate,
            @Suspended AsyncResponse suspended) {
        if ("never".equals(how)) {
            suspended.setTimeout(300, TimeUnit.MILLISECONDS);
            return;
        }
        LATER.execute(() -> {
            try {
                suspended.resume(response(how, name, gate));
            } catch (CompletionException | WebApplicationException e) {
                suspended.resume(e);
            }
        });
    }

    private static Response response(@Nullable String how, @Nullable String name, @Nullable String gate) {
        StyleEndpoint.pass(gate);
        if ("fail".equals(how)) {
            throw new CompletionException(new IllegalStateException("As told"));
        }
        if ("refuse".equals(how)) {
            throw new WebApplicationException(
                    Response.status(403).header("Mcp-Session-Id", name).build());
        }
        return Response.ok("{}", MediaType.APPLICATION_JSON)
                .header("Mcp-Session-Id", name)
                .build();
    }
}
