/**
 * Batch jobs out of dropped files: reading lines, keeping them in order, writing what came of them so that neither a
 * kill nor a power loss loses or doubles one, and who owns which job. How a line is answered is {@link
 * dev.synaxis.inbound.files.LineCalls}, which knows no file.
 */
@NullMarked
package dev.synaxis.inbound.files;

import org.jspecify.annotations.NullMarked;
