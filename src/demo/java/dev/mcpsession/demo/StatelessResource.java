package dev.mcpsession.demo;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/**
 * The endpoint at {@code /stateless/mcp}: an MCP server by hand, in Jakarta REST, that knows nothing of sessions. It
 * has no GET, so Jakarta REST answers 405, which tells a client that there is no stream to open.
 */
@Path("mcp")
public class StatelessResource {

    private static final int LARGEST_BODY = 1024 * 1024;

    /** Made by the container. */
    public StatelessResource() {}

    /**
     * Says what this resource takes; otherwise Jakarta REST would try to describe all of it.
     *
     * @return 204 with {@code Allow}
     */
    @OPTIONS
    public Response options() {
        return Response.noContent().allow(HttpMethod.POST, HttpMethod.OPTIONS).build();
    }

    /**
     * Takes one JSON-RPC message.
     *
     * @param body the message
     * @param request where the filter has left the session
     * @return the answer to a request; 202 without a body to everything else
     * @throws IOException if the body cannot be read
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response post(InputStream body, @Context HttpServletRequest request) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        JsonRpcReply reply = bytes.length > LARGEST_BODY
                ? JsonRpcReply.tooLarge()
                : StatelessServer.answer(bytes, SessionInfo.of(request));
        JsonRpcResponse response = reply.body();
        return Response.status(reply.status())
                .entity(response == null ? null : StatelessServer.text(response))
                .build();
    }
}
