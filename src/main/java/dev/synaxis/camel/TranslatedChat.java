package dev.synaxis.camel;

import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.openai.OpenAiChunkWriter;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A chat stream of another dialect: vendor's events to canonical chunks to OpenAI's chunks. */
final class TranslatedChat extends EventTranslation {

    /** Four characters make a token, roughly. */
    private static final int CHARS_PER_TOKEN = 4;

    private final ChatStream stream;
    private final Function<WireReply, ChatResponse> whole;
    private final OpenAiChunkWriter writer;
    private boolean hasContent;
    private long deliveredChars;
    private @Nullable TokenUsage usage;

    TranslatedChat(ChatStream stream, Function<WireReply, ChatResponse> whole, OpenAiChunkWriter writer) {
        super(stream.reader());
        this.stream = stream;
        this.whole = whole;
        this.writer = writer;
    }

    @Override
    void event(SseEvent event, SseWriter out) {
        stream.event(event, chunk -> take(chunk, out));
    }

    @Override
    public boolean over() {
        return stream.over();
    }

    @Override
    void complete(SseWriter out) {
        stream.end(chunk -> take(chunk, out));
        writer.end(out);
    }

    @Override
    public void filtered(SseWriter out) {
        writer.chunk(new ChatChunk.Finish(0, FinishReason.CONTENT_FILTER), out);
        writer.end(out);
    }

    @Override
    public void whole(WireReply reply, SseWriter out) {
        ChatResponse response = whole.apply(reply);
        take(new ChatChunk.Start(response.id(), response.model(), response.created()), out);
        for (ChatResponse.Choice choice : response.choices()) {
            replay(choice, out);
        }
        if (response.usage() != null) {
            take(new ChatChunk.Usage(response.usage()), out);
        }
        writer.end(out);
    }

    private void replay(ChatResponse.Choice choice, SseWriter out) {
        int index = choice.index();
        ChatMessage.AssistantMessage message = choice.message();
        for (ContentPart part : message.content()) {
            switch (part) {
                case ContentPart.Text text -> take(new ChatChunk.TextDelta(index, text.text()), out);
                case ContentPart.Refusal refusal -> take(new ChatChunk.RefusalDelta(index, refusal.text()), out);
                case ContentPart.Reasoning reasoning -> {
                    take(new ChatChunk.ReasoningDelta(index, reasoning.text()), out);
                    take(new ChatChunk.ReasoningDone(index, reasoning), out);
                }
                case ContentPart.Image image -> {}
                case ContentPart.Audio audio -> {}
                case ContentPart.FilePart file -> {}
            }
        }
        int n = 0;
        for (ToolCall call : message.toolCalls()) {
            take(new ChatChunk.ToolCallStart(index, n, call.id(), call.name(), call.signature(), call.origin()), out);
            take(new ChatChunk.ToolCallDelta(index, n, call.arguments()), out);
            n++;
        }
        take(new ChatChunk.Finish(index, choice.finishReason()), out);
    }

    private void take(ChatChunk chunk, SseWriter out) {
        switch (chunk) {
            case ChatChunk.Start start -> {}
            case ChatChunk.TextDelta delta -> content(delta.text());
            case ChatChunk.RefusalDelta delta -> content(delta.text());
            case ChatChunk.ReasoningDelta delta -> content(delta.text());
            case ChatChunk.ReasoningDone done -> hasContent = true;
            case ChatChunk.ToolCallStart start -> content(start.name());
            case ChatChunk.ToolCallDelta delta -> content(delta.arguments());
            case ChatChunk.LogprobsDelta delta -> {}
            case ChatChunk.ExtraDelta delta -> {}
            case ChatChunk.Finish finish -> hasContent = true;
            case ChatChunk.Usage counted -> usage = counted.usage();
        }
        writer.chunk(chunk, out);
    }

    private void content(String text) {
        hasContent |= !text.isEmpty();
        deliveredChars += text.length();
    }

    @Override
    public boolean hasContent() {
        return hasContent;
    }

    @Override
    public @Nullable TokenUsage usage() {
        return usage;
    }

    @Override
    public long deliveredTokens() {
        return (deliveredChars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }
}
