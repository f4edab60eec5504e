package dev.synaxis.camel.queue;

import dev.synaxis.model.ProviderCapability;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as a broker delivered it.
 *
 * @param id         the same each time the same message is delivered, and no other message's
 * @param capability what the topic or queue is for; null where a header says it
 * @param headers    by the names of {@link QueueHeaders}
 * @param expires    when the broker would throw the message away; null for never
 * @param leaving    whether the message is about to be another gateway's, so that it is not to be waited with
 */
record Delivery(
        String id,
        @Nullable ProviderCapability capability,
        Function<String, @Nullable String> headers,
        byte[] body,
        @Nullable Instant expires,
        BooleanSupplier leaving) {

    @Nullable String header(String name) {
        String value = headers.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
