package dev.synaxis.state;

import dev.synaxis.failure.FailureKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pause of a provider, or of one of its models.
 *
 * @param model the upstream model; null for all of the provider
 */
public record Cooldown(String provider, @Nullable String model, FailureKind reason, Instant until) {}
