/**
 * What an application sees of its MCP sessions.
 *
 * <p>Nothing here is needed to use the filter: the JAR in {@code WEB-INF/lib} is enough. An endpoint that wants to know
 * which session a request belongs to reads the request attribute described at {@link dev.mcpsession.McpSession}.
 */
@NullMarked
package dev.mcpsession;

import org.jspecify.annotations.NullMarked;
