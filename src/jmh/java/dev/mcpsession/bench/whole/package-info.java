/** What the whole filter adds to a request, on the least of servlet objects. */
@NullMarked
package dev.mcpsession.bench.whole;

import org.jspecify.annotations.NullMarked;
