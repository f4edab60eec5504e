package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's chat request: its bytes, checked in one pass, with what routing must know of it. Forwarded to a vendor of
 * the same dialect it keeps its own bytes; {@link #canonical} decodes it for the others.
 */
public final class OpenAiChatRequest {

    private final byte[] body;
    private final RequestScan scan;
    private @Nullable ChatRequest canonical;

    private OpenAiChatRequest(byte[] body, RequestScan scan) {
        this.body = body;
        this.scan = scan;
    }

    /**
     * Checks the bytes. What OpenAI defines must be of OpenAI's type; fields, part types and tool types that it does
     * not know are a vendor's own and pass.
     *
     * @throws InvalidRequestException 400; {@code param} names the field
     */
    public static OpenAiChatRequest read(byte[] body) {
        byte[] utf8 = withoutBom(body);
        return new OpenAiChatRequest(utf8, RequestScan.of(utf8));
    }

    private static byte[] withoutBom(byte[] body) {
        boolean bom = body.length >= 3
                && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return bom ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    public String model() {
        return scan.model;
    }

    public boolean stream() {
        return scan.stream;
    }

    /** Whether the client itself asked for a usage chunk ({@code stream_options.include_usage}). */
    public boolean includeUsage() {
        return scan.includeUsage;
    }

    /** What the model must be able to do. */
    public Set<Ability> needs() {
        Set<Ability> needs = EnumSet.copyOf(scan.messages.media);
        if (scan.tools) {
            needs.add(Ability.TOOLS);
        }
        if (scan.jsonSchema) {
            needs.add(Ability.JSON_SCHEMA);
        }
        return needs;
    }

    /**
     * Prompt tokens, roughly: the UTF-8 bytes of messages and tools, their JSON included, divided by 4; for each image
     * 800; audio 1 for 1,000 and files 1 for 40 characters of base64.
     */
    public long estimatedInputTokens() {
        return scan.estimatedInputTokens();
    }

    /** {@code max_completion_tokens}, else {@code max_tokens}, else null. */
    public @Nullable Integer maxOutputTokens() {
        return scan.maxCompletionTokens != null ? scan.maxCompletionTokens : scan.maxTokens;
    }

    /** How many answers the client wants ({@code n}). */
    public int choices() {
        return scan.choices;
    }

    /**
     * The canonical form, decoded at the first call.
     *
     * @throws InvalidRequestException for what only a vendor of this dialect can read
     */
    public ChatRequest canonical() {
        ChatRequest decoded = canonical;
        if (decoded == null) {
            ObjectNode tree = Json.parseObject(body).orElseThrow(() -> Faults.body("The request body is not valid JSON."));
            decoded = new RequestDecoder(tree).decode();
            canonical = decoded;
        }
        return decoded;
    }

    /**
     * The client's bytes for a provider of this dialect. The model is replaced; a stream is made to carry its usage
     * where the provider can; roles and fields are changed as {@code compat} says. Nothing else differs.
     */
    public byte[] forward(String upstreamModel, Compat compat) {
        return new RequestPatch(body, scan, compat).apply(upstreamModel);
    }

    /** What {@link #forward} takes out because the provider refuses it. */
    public List<Warning> warnings(Compat compat) {
        if (compat.drop().isEmpty()) {
            return List.of();
        }
        return scan.members.stream()
                .map(RequestScan.Member::name)
                .filter(compat.drop()::contains)
                .map(name -> new Warning(name, "not sent: the provider does not take it"))
                .toList();
    }
}
