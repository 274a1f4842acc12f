/**
 * The HTTP edge, between the container and the MCP endpoint. Internal.
 *
 * <p>The way of a request: {@link dev.mcpsession.filter.McpSessionFilter} hands it to {@code RequestHandler}, which has
 * {@code RequestClassifier} make a {@code RequestDecision} and calls the handler of that kind. A handler takes the
 * engine's exchange or permit within an {@code ExchangeLifecycle}, which gives it back, and lets the endpoint see the
 * request through an {@code EndpointRequest} and answer through a {@code SessionResponse}, whose
 * {@code SessionIdPolicy} decides which session id leaves. What the filter answers itself is an {@code ErrorResponse}.
 */
@NullMarked
package dev.mcpsession.filter;

import org.jspecify.annotations.NullMarked;
