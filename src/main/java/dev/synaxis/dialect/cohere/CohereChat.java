package dev.synaxis.dialect.cohere;

import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import java.util.Locale;

/** Chat in Cohere's v2 form: {@code POST /v2/chat} (docs.cohere.com/reference/chat, read 2026-11-22). */
final class CohereChat implements ChatTranslator {

    @Override
    public WireRequest request(ChatRequest request, Upstream upstream) {
        CohereBody body = new CohereBody();
        body.json.put("model", upstream.model());
        body.json.put("stream", request.stream());
        body.json.set("messages", CohereMessages.of(request.messages(), body));
        CohereTools.put(request, body);
        CohereOptions.put(request, upstream, body);
        return body.to("/chat", upstream);
    }

    /** Cohere fetches an image from the web by itself; it takes nothing else by URL. */
    @Override
    public boolean takesUrl(ContentPart part, MediaSource.Url url) {
        return part instanceof ContentPart.Image && url.url().toLowerCase(Locale.ROOT).startsWith("http");
    }

    @Override
    public ChatResponse response(ChatRequest request, WireReply reply) {
        return CohereReply.response(reply);
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return new CohereStream();
    }
}
