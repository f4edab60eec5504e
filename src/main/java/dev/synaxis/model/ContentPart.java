package dev.synaxis.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One piece of a message. */
public sealed interface ContentPart {

    /** @param cache prompt-cache marker after this part, such as {@code {"type": "ephemeral"}} */
    record Text(String text, @Nullable Map<String, Object> cache) implements ContentPart {
        public Text(String text) {
            this(text, null);
        }
    }

    /** @param detail OpenAI's low, high or auto */
    record Image(MediaSource source, @Nullable String detail, @Nullable Map<String, Object> cache) implements ContentPart {}

    /** @param format wav or mp3, as in OpenAI's {@code input_audio.format} */
    record Audio(String base64, String format) implements ContentPart {}

    record FilePart(MediaSource source, @Nullable String filename, @Nullable Map<String, Object> cache)
            implements ContentPart {}

    /** The model's own words for why it will not answer. */
    record Refusal(String text) implements ContentPart {}

    /**
     * Thinking of the model. Parts stand in the order in which the vendor gave them.
     *
     * @param text      what may be shown; empty where the vendor gives only an encrypted form
     * @param signature the vendor's proof that must come back unchanged with the text
     * @param encrypted thinking that only the vendor can read (Anthropic's redacted_thinking)
     * @param origin    the dialect that made it; another dialect must not be sent the signature
     */
    record Reasoning(String text, @Nullable String signature, @Nullable String encrypted, String origin)
            implements ContentPart {}
}
