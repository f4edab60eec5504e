/**
 * What can go wrong with a call and what follows from it: the failure table as one enum, and the exceptions that cross
 * packages. JDK only.
 */
@NullMarked
package dev.synaxis.failure;

import org.jspecify.annotations.NullMarked;
