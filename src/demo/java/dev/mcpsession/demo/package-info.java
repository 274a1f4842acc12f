/**
 * A real MCP server behind the session filter: what {@code mvn -Pdemo} runs, and what the integration tests talk to.
 *
 * <p>One WAR with both kinds of endpoint. {@code /mcp} is the official MCP Java SDK, which names its sessions itself,
 * so that the filter adopts them; {@code /stateless/mcp} is a plain Jakarta REST resource that has never heard of
 * sessions, so that the filter issues them. Neither contains a line about the filter, except for the tool that shows
 * the session of its caller.
 */
@NullMarked
package dev.mcpsession.demo;

import org.jspecify.annotations.NullMarked;
