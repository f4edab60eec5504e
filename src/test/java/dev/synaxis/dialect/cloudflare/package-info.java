@NullMarked
package dev.synaxis.dialect.cloudflare;

import org.jspecify.annotations.NullMarked;
