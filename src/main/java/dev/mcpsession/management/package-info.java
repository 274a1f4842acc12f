/**
 * What an operator sees: the MXBean, its texts and its registration. The only package that knows
 * {@code javax.management}.
 */
@NullMarked
package dev.mcpsession.management;

import org.jspecify.annotations.NullMarked;
