/** The servers that the integration tests run on, and all that they need to know of them. */
package dev.mcpsession.server;
