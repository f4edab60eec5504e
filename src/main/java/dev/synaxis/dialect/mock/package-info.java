/**
 * A provider without a vendor: deterministic answers inside this process, for demos and tests, scripted by configuration.
 * No network, no clock and no randomness belong here; see {@link dev.synaxis.dialect.mock.MockScript} for what can be
 * scripted.
 */
@NullMarked
package dev.synaxis.dialect.mock;

import org.jspecify.annotations.NullMarked;
