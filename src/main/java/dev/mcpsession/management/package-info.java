/**
 * Internal. What an operator sees: the MXBean with its texts, implementation and registration, alerts and the audit
 * log. The only package that sees {@code javax.management}.
 */
@NullMarked
package dev.mcpsession.management;

import org.jspecify.annotations.NullMarked;
