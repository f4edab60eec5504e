/** Bytes to events, JSON trees and parts, and back. Nothing here knows a vendor, Camel or an HTTP library. */
@NullMarked
package dev.synaxis.wire;

import org.jspecify.annotations.NullMarked;
