package dev.synaxis.camel;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.openai.OpenAiStreamForwarder;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A chat stream of the client's own dialect: the vendor's events go on as they are. */
final class ForwardedChat extends EventTranslation {

    private final OpenAiStreamForwarder forwarder;
    private final Consumer<SseWriter> filteredEnd;
    private final Function<WireReply, StreamTranslation> wholeAnswer;
    private @Nullable StreamTranslation whole;

    /**
     * @param filteredEnd writes the end of a stream that the vendor's filter stopped
     * @param wholeAnswer the translation of a vendor's answer that is not a stream
     */
    ForwardedChat(
            boolean clientWantsUsage, Consumer<SseWriter> filteredEnd, Function<WireReply, StreamTranslation> wholeAnswer) {
        this.forwarder = new OpenAiStreamForwarder(clientWantsUsage);
        this.filteredEnd = filteredEnd;
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
        forwarder.end(out);
    }

    @Override
    public void whole(WireReply reply, SseWriter out) {
        StreamTranslation translation = wholeAnswer.apply(reply);
        whole = translation;
        translation.whole(reply, out);
    }

    @Override
    public void filtered(SseWriter out) {
        filteredEnd.accept(out);
    }

    @Override
    public boolean hasContent() {
        return whole == null ? forwarder.hasContent() : whole.hasContent();
    }

    @Override
    public @Nullable TokenUsage usage() {
        return whole == null ? forwarder.usage() : whole.usage();
    }

    @Override
    public long deliveredTokens() {
        return whole == null ? forwarder.deliveredTokens() : whole.deliveredTokens();
    }
}
