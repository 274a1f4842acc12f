/**
 * The HTTP edge: what stands between a request and the MCP endpoint.
 *
 * <p>The way of a request: {@link dev.mcpsession.filter.McpSessionFilter} asks {@code RequestClassifier} for a verdict,
 * which asks the engine; then the filter refuses with a {@code Refusal}, or lets the endpoint see the request through
 * an {@code EndpointRequest} and answer through a {@code SessionResponse}, while {@code InFlight} knows when the
 * exchange is over.
 */
@NullMarked
package dev.mcpsession.filter;

import org.jspecify.annotations.NullMarked;
