package dev.synaxis.camel;

import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message or a line of a file that asks for a capability.
 *
 * @param contentType of the body; null for JSON
 * @param body        what the HTTP body of that capability is; JSON for those that bring files along, too
 * @param expires     when nobody waits for the answer any more; null for never
 */
public record QueueRequest(
        ProviderCapability capability,
        @Nullable String contentType,
        byte[] body,
        CallerHeaders caller,
        @Nullable Instant expires) {}
