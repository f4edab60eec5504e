package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Hands a vendor's stream on to a client of the same dialect: each event's own bytes, looked at without a tree unless
 * they carry usage or an error. Not safe for use by several threads.
 */
public final class OpenAiStreamForwarder {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final boolean clientWantsUsage;
    private final ChunkScan scan = new ChunkScan();
    private @Nullable TokenUsage usage;
    private @Nullable String finish;
    private long begun;
    private long finished;
    private long answerBytes;
    private boolean hasContent;
    private boolean done;

    /** @param clientWantsUsage whether the client itself asked for the usage chunk */
    public OpenAiStreamForwarder(boolean clientWantsUsage) {
        this.clientWantsUsage = clientWantsUsage;
    }

    /**
     * Takes one event and writes it on. {@code [DONE]} waits for {@link #end}; what comes after it is ignored. A chunk
     * that has nothing but usage is not written where the client did not ask for it.
     *
     * @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for one that is not JSON
     */
    public void event(SseEvent e, SseWriter out) {
        byte[] data = e.data();
        if (done || data.length == 0) {
            return;
        }
        if (data[0] == '[' && e.is("[DONE]")) {
            done = true;
            return;
        }
        boolean whole = scan.scan(data);
        TokenUsage counted = whole && scan.usage ? Json.parseObject(data).map(UsageFields::of).orElse(null) : null;
        usage = counted != null ? counted : usage;
        if (!whole || scan.error || "error".equals(e.event())) {
            fail(data);
        }
        if (counted != null && !scan.choices && !clientWantsUsage) {
            return;
        }
        if (scan.choices) {
            answerBytes += scan.answerBytes;
            finish = scan.finish != null ? scan.finish : finish;
            begun |= scan.begun;
            finished |= scan.finished;
            hasContent |= scan.answerBytes > 0 || scan.calls || scan.finish != null;
        }
        out.event(data);
    }

    private static void fail(byte[] data) {
        ObjectNode tree = Json.parseObject(data).orElse(null);
        if (tree == null) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the stream has an event that is not a JSON object");
        }
        JsonNode error = tree.path("error");
        if (!error.isMissingNode() && !error.isNull() || !tree.has("choices")) {
            throw new ProviderException(OpenAiFailures.inStream(tree, data));
        }
    }

    /**
     * The vendor closed the connection without an error. Writes {@code [DONE]}.
     *
     * @throws ProviderException NETWORK where the stream was cut: neither a finish reason for each choice nor {@code
     *     [DONE]} came; MALFORMED_REPLY where it ended without any answer
     */
    public void end(SseWriter out) {
        if (!done && (finished == 0 || (begun & ~finished) != 0)) {
            throw new ProviderException(
                    FailureKind.NETWORK, "the stream was cut: it has neither a finish reason for each choice nor [DONE]");
        }
        if (!hasContent) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the stream ended without an answer");
        }
        out.event(DONE);
    }

    /** Whether {@code [DONE]} came. */
    public boolean over() {
        return done;
    }

    /** The last usage that the vendor gave; null where it gave none. */
    public @Nullable TokenUsage usage() {
        return usage;
    }

    /**
     * Output tokens, roughly, of what was handed on: the bytes of text, thinking, tool names and arguments, as escaped
     * in JSON, divided by 4. For streams that break before their usage.
     */
    public long deliveredTokens() {
        return (answerBytes + 3) / 4;
    }

    /** Whether anything but a role came: text, thinking, a refusal, a tool call, audio or a finish reason. */
    public boolean hasContent() {
        return hasContent;
    }

    /** Why the model stopped; OTHER where it has not said so. */
    public FinishReason finish() {
        return FinishReasons.read(finish);
    }
}
