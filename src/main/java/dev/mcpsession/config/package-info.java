/**
 * The configuration: one enum of parameters, one reader, one immutable validated result. Internal.
 *
 * <p>{@link dev.mcpsession.config.Parameter} is the single list of what can be set; the reader, the check for unknown
 * names and the table in the README all come from it.
 */
@NullMarked
package dev.mcpsession.config;

import org.jspecify.annotations.NullMarked;
