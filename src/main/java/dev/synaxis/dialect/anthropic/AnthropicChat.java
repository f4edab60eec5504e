package dev.synaxis.dialect.anthropic;

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
import dev.synaxis.wire.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Chat over {@code POST /v1/messages}, anthropic-version 2023-06-01. */
final class AnthropicChat implements ChatTranslator {

    private static final Pattern VERSIONED = Pattern.compile(".*/v\\d[^/]*");

    @Override
    public WireRequest request(ChatRequest request, Upstream upstream) {
        Warnings warnings = new Warnings();
        Blocks blocks = new Blocks(warnings);
        ObjectNode body = MessagesBody.of(request, upstream, blocks, warnings);
        return new WireRequest(url(upstream.baseUrl()), headers(request, blocks), Json.bytes(body), warnings.list());
    }

    /** The base URL may come with or without the version. */
    static String url(String baseUrl) {
        String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        String path = URI.create(base).getPath();
        return base + (path != null && VERSIONED.matcher(path).matches() ? "" : "/v1") + "/messages";
    }

    private static Map<String, String> headers(ChatRequest request, Blocks blocks) {
        Map<String, String> headers = new LinkedHashMap<>(WireRequest.JSON);
        headers.put("anthropic-version", "2023-06-01");
        String betas = ExtraFields.betas(request.options().extra(), blocks.uploadedFiles());
        if (!betas.isEmpty()) {
            headers.put("anthropic-beta", betas);
        }
        return headers;
    }

    /** Pictures from any http address; documents only where the address or the name says that it is a PDF. */
    @Override
    public boolean takesUrl(ContentPart part, MediaSource.Url url) {
        if (!Blocks.isHttp(url.url())) {
            return false;
        }
        return switch (part) {
            case ContentPart.FilePart(MediaSource _, String name, var _) ->
                name != null && isPdf(name) || isPdf(url.url().split("[?#]", 2)[0]);
            case ContentPart.Image _ -> true;
            case ContentPart.Text _, ContentPart.Audio _, ContentPart.Refusal _, ContentPart.Reasoning _ -> false;
        };
    }

    private static boolean isPdf(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".pdf");
    }

    @Override
    public ChatResponse response(ChatRequest request, WireReply reply) {
        return MessageReply.read(request, reply);
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return new MessageStream(request);
    }
}
