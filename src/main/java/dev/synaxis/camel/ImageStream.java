package dev.synaxis.camel;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.openai.OpenAiImageStream;
import dev.synaxis.dialect.openai.OpenAiImageWriter;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of pictures. Events of a provider of the client's dialect go on as they are; a provider that answers with
 * finished pictures in one piece is told of as one event for each.
 */
final class ImageStream extends EventTranslation {

    private final OpenAiImageStream forwarder = new OpenAiImageStream();
    private final OpenAiImageWriter writer;
    private final Function<WireReply, ImageResponse> wholeAnswer;
    private @Nullable ImageResponse whole;

    ImageStream(OpenAiImageWriter writer, Function<WireReply, ImageResponse> wholeAnswer) {
        this.writer = writer;
        this.wholeAnswer = wholeAnswer;
    }

    @Override
    void event(SseEvent event, SseWriter out) {
        forwarder.event(event, out);
    }

    @Override
    public boolean over() {
        return forwarder.over();
    }

    @Override
    void complete(SseWriter out) {
        forwarder.end();
    }

    @Override
    public void whole(WireReply reply, SseWriter out) {
        ImageResponse response = wholeAnswer.apply(reply);
        whole = response;
        writer.completed(response, out);
    }

    @Override
    public void filtered(SseWriter out) {
        out.event("error", HttpReplies.errorEvent(
                ProviderFailure.of(FailureKind.CONTENT_FILTERED, "the provider's filter stopped the picture")));
    }

    @Override
    public boolean hasContent() {
        return whole != null || forwarder.hasContent();
    }

    @Override
    public @Nullable TokenUsage usage() {
        return whole == null ? forwarder.usage() : whole.usage();
    }

    @Override
    public Units units() {
        return Units.images(whole == null ? forwarder.completed() : whole.pictures().size());
    }

    @Override
    public long deliveredTokens() {
        return 0;
    }
}
