/** The command that starts a gateway, and what it is put together from; nothing that a call runs through. */
@NullMarked
package dev.synaxis;

import org.jspecify.annotations.NullMarked;
