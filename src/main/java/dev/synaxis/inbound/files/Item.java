package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.model.ProviderCapability;
import org.jspecify.annotations.Nullable;

/** What a record of a file asks for. */
sealed interface Item {

    /** From 1. */
    long line();

    /**
     * A text to embed.
     *
     * @param id as the file gave it; null where it gave none
     */
    record Text(long line, @Nullable JsonNode id, String text) implements Item {}

    /** A line of OpenAI's batch format. */
    record Request(long line, String customId, ProviderCapability capability, byte[] body) implements Item {}

    /**
     * A record that cannot be asked for.
     *
     * @param id       as the file gave it; null where it gave none or it could not be read
     * @param customId of a line of OpenAI's batch format; null for others
     */
    record Bad(long line, @Nullable JsonNode id, @Nullable String customId, String reason) implements Item {}

    /** A line with nothing on it. */
    record Blank(long line) implements Item {}
}
