package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands a vendor's stream of pictures on to a client of the same dialect: each event as it came, looked through for its
 * type, usage and errors. Not safe for use by several threads. Source:
 * https://platform.openai.com/docs/api-reference/images-streaming (read 2026-11-22).
 */
public final class OpenAiImageStream {

    private int completed;
    private boolean any;
    private boolean done;
    private @Nullable TokenUsage usage;

    /** @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for one that is not JSON */
    public void event(SseEvent e, SseWriter out) {
        if (done || e.data().length == 0) {
            return;
        }
        if (e.is("[DONE]")) {
            done = true;
        } else {
            look(e);
        }
        out.event(e.event(), e.data());
    }

    private void look(SseEvent e) {
        String type = "";
        boolean error = "error".equals(e.event());
        try (JsonParser p = Json.factory().createParser(e.data())) {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            while (p.nextToken() == JsonToken.FIELD_NAME) {
                String field = p.currentName();
                JsonToken value = p.nextToken();
                switch (field) {
                    case "type" -> type = value == JsonToken.VALUE_STRING ? p.getText() : "";
                    case "error" -> error |= value != JsonToken.VALUE_NULL;
                    case "usage" -> add(OpenAiImages.usage(Json.value(p)));
                    default -> {}
                }
                p.skipChildren();
            }
            if (p.currentToken() != JsonToken.END_OBJECT) {
                throw malformed();
            }
        } catch (IOException cut) {
            throw malformed();
        }
        if (error || type.equals("error")) {
            throw new ProviderException(OpenAiFailures.inStream(
                    Json.parseObject(e.data()).orElseThrow(OpenAiImageStream::malformed), e.data()));
        }
        any |= type.endsWith(".partial_image");
        if (type.endsWith(".completed")) {
            any = true;
            completed++;
        }
    }

    private static ProviderException malformed() {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "the stream has an event that is not a JSON object");
    }

    private void add(@Nullable TokenUsage more) {
        TokenUsage before = usage;
        usage = more == null || before == null ? (more == null ? before : more) : before.plus(more);
    }

    /** @throws ProviderException NETWORK where the stream was cut before a picture was finished */
    public void end() {
        if (completed == 0) {
            throw new ProviderException(FailureKind.NETWORK, "the stream was cut: no picture in it is finished");
        }
    }

    /** Whether {@code [DONE]} came, which OpenAI itself does not send here. */
    public boolean over() {
        return done;
    }

    /** Whether a picture came, finished or not. */
    public boolean hasContent() {
        return any;
    }

    /** Finished pictures so far. */
    public int completed() {
        return completed;
    }

    /** Of all finished pictures together; null where the vendor counted nothing. */
    public @Nullable TokenUsage usage() {
        return usage;
    }
}
