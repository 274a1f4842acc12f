package dev.mcpsession.filter;

import jakarta.json.JsonValue;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the filter does with a request, as decided from its headers and, where no live session is named, its body. A
 * decision holds values only: no session is entered and no permit is taken yet.
 */
sealed interface RequestDecision {

    /**
     * Calls the method of the visitor for this kind. A new kind does not compile before every visitor handles it.
     *
     * @throws IOException as the endpoint or the response does
     * @throws ServletException as the endpoint does
     */
    void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException;

    /** The filter answers with an error. */
    record Reject(ErrorResponse error) implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.reject(this, request, response);
        }
    }

    /**
     * The filter answers 404: the session that the request names is not live.
     *
     * @param sessionId the id as it came, whatever it is
     * @param requestId the JSON-RPC id to echo, or null for none
     */
    record UnknownSession(String sessionId, @Nullable JsonValue requestId) implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.unknownSession(this, request, response);
        }
    }

    /** The filter answers a CORS preflight. */
    record Preflight() implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.preflight(request, response);
        }
    }

    /** The endpoint answers, and sees request and response as they are. */
    record PassThrough() implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.passThrough(request, response, chain);
        }
    }

    /**
     * The endpoint answers a request without a session: of a sessionless revision, or where none is required.
     *
     * @param version the revision as the request names it; null where it names none
     * @param body the body where it has been read, to be replayed; else null
     */
    record Sessionless(@Nullable String version, @Nullable JsonRpcPeek body) implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.sessionless(this, request, response, chain);
        }
    }

    /**
     * The request names a session. Where that is live the endpoint answers; else
     * {@link RequestClassifier#decideWithoutSession} decides.
     *
     * @param sessionId the id as it came, whatever it is
     */
    record NamedSession(String sessionId) implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.namedSession(this, request, response, chain);
        }
    }

    /**
     * The endpoint answers an {@code initialize}, whose 200 opens a session, if there is a permit for one.
     *
     * @param body the body, to be replayed
     */
    record Initialize(JsonRpcPeek body) implements RequestDecision {
        @Override
        public void accept(Visitor visitor, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            visitor.initialize(this, request, response, chain);
        }
    }

    /** Handles every kind of decision. */
    interface Visitor {

        void reject(Reject decision, HttpServletRequest request, HttpServletResponse response) throws IOException;

        void unknownSession(UnknownSession decision, HttpServletRequest request, HttpServletResponse response)
                throws IOException;

        void preflight(HttpServletRequest request, HttpServletResponse response) throws IOException;

        void passThrough(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;

        void sessionless(
                Sessionless decision, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;

        void namedSession(
                NamedSession decision, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;

        void initialize(
                Initialize decision, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;
    }
}
