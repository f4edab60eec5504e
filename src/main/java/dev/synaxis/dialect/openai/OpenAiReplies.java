package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks through a vendor's whole answer before it is handed on as it is: one pass, no tree but for the usage. */
public final class OpenAiReplies {

    /**
     * What the gateway must know of an answer.
     *
     * @param usage   null where the vendor counted nothing
     * @param finish  of the first choice that has one; OTHER where none has
     * @param choices how many answers there are
     */
    public record Facts(@Nullable TokenUsage usage, FinishReason finish, int choices) {}

    private OpenAiReplies() {}

    /**
     * Checks that a 2xx body is a completion; missing ids, null content and odd finish reasons pass.
     *
     * @throws ProviderException MALFORMED_REPLY where it is not; the vendor's failure where it carries an error
     */
    public static Facts read(byte[] body) {
        if (!Json.isUtf8(body)) {
            throw malformed("a body that is not in UTF-8");
        }
        try (JsonParser p = Json.factory().createParser(body)) {
            return read(p, body);
        } catch (IOException e) {
            throw malformed(body.length == 0 ? "an empty body" : "a body that is not JSON");
        }
    }

    private static Facts read(JsonParser p, byte[] body) throws IOException {
        JsonToken first = p.nextToken();
        if (first != JsonToken.START_OBJECT) {
            if (first == JsonToken.START_ARRAY && OpenAiFailures.looksLikeError(body)) {
                throw new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), body)));
            }
            throw malformed(first == null ? "an empty body" : "JSON that is not an object");
        }
        boolean error = false;
        int choices = -1;
        String finish = null;
        TokenUsage usage = null;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            switch (name) {
                case "error" -> {
                    error |= value != JsonToken.VALUE_NULL;
                    p.skipChildren();
                }
                case "choices" -> {
                    choices = 0;
                    if (value == JsonToken.START_ARRAY) {
                        while (p.nextToken() != JsonToken.END_ARRAY) {
                            String reason = choice(p);
                            finish = finish == null ? reason : finish;
                            choices++;
                        }
                    } else {
                        p.skipChildren();
                    }
                }
                case "usage" -> {
                    usage = UsageFields.read(Json.value(p));
                }
                default -> p.skipChildren();
            }
        }
        if (p.nextToken() != null) {
            throw malformed("something after its JSON object");
        }
        if (error || choices < 0 && OpenAiFailures.looksLikeError(body)) {
            throw new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), body)));
        }
        if (choices <= 0) {
            throw malformed("no choices");
        }
        return new Facts(usage, FinishReasons.read(finish), choices);
    }

    /** The finish reason of the choice that the parser stands on. */
    private static @Nullable String choice(JsonParser p) throws IOException {
        if (p.currentToken() != JsonToken.START_OBJECT) {
            throw malformed("a choice that is not an object");
        }
        String finish = null;
        boolean message = false;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
                finish = p.getText().isEmpty() ? null : p.getText();
            } else if (name.equals("message")) {
                message |= value == JsonToken.START_OBJECT;
            }
            p.skipChildren();
        }
        // Azure leaves the message out of an answer that its filter took
        if (!message && finish == null) {
            throw malformed("a choice without a message");
        }
        return finish;
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has " + what);
    }
}
