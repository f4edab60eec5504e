package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.EventStreamReader;
import dev.synaxis.wire.Json;
import java.util.Map;

/**
 * Chat by {@code POST /model/<model id>/converse} and {@code /converse-stream}. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html (read 2026-11-22).
 */
final class BedrockChat implements ChatTranslator {

    private static final Map<String, String> STREAMED =
            Map.of("content-type", "application/json", "accept", EventStreamReader.TYPE);

    @Override
    public WireRequest request(ChatRequest request, Upstream upstream) {
        Warnings warnings = new Warnings();
        ObjectNode body = Json.object();
        Conversation.write(body, request.messages(), warnings);
        ConverseTools.write(body, request, upstream.model(), warnings);
        ConverseSettings.write(body, request, upstream, warnings);
        upstream.compat().drop().forEach(body::remove);
        upstream.compat().rename().forEach((from, to) -> {
            JsonNode value = body.remove(from);
            if (value != null) {
                body.set(to, value);
            }
        });
        String url = BedrockUrl.of(upstream, request.stream() ? "/converse-stream" : "/converse");
        return new WireRequest(url, request.stream() ? STREAMED : WireRequest.JSON, Json.bytes(body), warnings.list());
    }

    /** Bedrock fetches nothing from the web. */
    @Override
    public boolean takesUrl(ContentPart part, MediaSource.Url url) {
        return false;
    }

    @Override
    public ChatResponse response(ChatRequest request, WireReply reply) {
        return ConverseReply.read(reply);
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return new ConverseStream();
    }
}
