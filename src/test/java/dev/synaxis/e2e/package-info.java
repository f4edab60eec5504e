/**
 * The whole gateway over HTTP against scripted vendors over HTTP: what clients and vendors see. What can be shown with one
 * class alone is shown beside it, not here.
 */
@NullMarked
package dev.synaxis.e2e;

import org.jspecify.annotations.NullMarked;
