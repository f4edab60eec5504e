package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.function.Supplier;

/** Chat by generateContent and streamGenerateContent. */
final class GeminiChat implements ChatTranslator {

    private final Supplier<String> callIds;

    GeminiChat(Supplier<String> callIds) {
        this.callIds = callIds;
    }

    @Override
    public WireRequest request(ChatRequest request, Upstream upstream) {
        Warnings warnings = new Warnings();
        GeminiModel model = GeminiModel.of(upstream.model(), upstream.traits());
        boolean vertex = GeminiUrl.isVertex(upstream);
        Conversation conversation = new Conversation(model, vertex, warnings);
        conversation.add(request.messages());
        boolean penalties = !model.refusesPenalties() || !GeminiUrl.isGeminiApi(upstream);
        ObjectNode generation = GenerationSettings.of(request, model, penalties, conversation, warnings);
        ObjectNode body = Json.object();
        conversation.writeTo(body);
        Tools.write(request, model, body, warnings);
        new Extras(body, generation, model, vertex, warnings).write(request.options());
        if (!generation.isEmpty()) {
            body.set("generationConfig", generation);
        }
        adapt(body, generation, upstream);
        String method = request.stream() ? "streamGenerateContent?alt=sse" : "generateContent";
        return new WireRequest(
                GeminiUrl.of(upstream, method), WireRequest.JSON, Json.bytes(body), warnings.list());
    }

    /** What the configuration says of this provider, for fields of the body and of its generationConfig. */
    private static void adapt(ObjectNode body, ObjectNode generation, Upstream upstream) {
        for (String field : upstream.compat().drop()) {
            body.remove(field);
            generation.remove(field);
        }
        upstream.compat().rename().forEach((from, to) -> {
            rename(body, from, to);
            rename(generation, from, to);
        });
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }

    /** Bytes for all but Google's own stores and YouTube: whether it fetches a public URL depends on model and site. */
    @Override
    public boolean takesUrl(ContentPart part, MediaSource.Url url) {
        return Parts.googleFetches(url.url());
    }

    @Override
    public ChatResponse response(ChatRequest request, WireReply reply) {
        JsonNode answer;
        try {
            answer = Json.parse(reply.body());
        } catch (IOException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not JSON");
        }
        if (!answer.isContainerNode()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not a JSON object");
        }
        AnswerReader reader = new AnswerReader(callIds);
        AnswerCollector collector = new AnswerCollector();
        reader.read(answer, collector);
        if (!reader.answered()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has no candidates");
        }
        reader.finish(collector);
        return collector.response();
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return new GeminiStream(callIds);
    }
}
