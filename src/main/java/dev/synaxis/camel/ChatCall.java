package dev.synaxis.camel;

import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.InProcessChat;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.dialect.openai.OpenAiChatWriter;
import dev.synaxis.dialect.openai.OpenAiChunkWriter;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiReplies;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.wire.SseWriter;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion that a client asked for in OpenAI's form. A provider of the same dialect gets the client's own
 * bytes, and the client the provider's; any other goes through the canonical form.
 */
final class ChatCall implements CapabilityCall {

    static final String JSON = "application/json";
    private static final long DEFAULT_MAX_OUTPUT = 1024;

    private final OpenAiChatRequest request;
    private final MediaFetcher media;
    private final Clock clock;
    private final MediaFetcher.Fetching fetching = new MediaFetcher.Fetching();
    private @Nullable ProviderSelectionCriteria criteria;

    ChatCall(OpenAiChatRequest request, MediaFetcher media, Clock clock) {
        this.request = request;
        this.media = media;
        this.clock = clock;
    }

    @Override
    public ProviderCapability capability() {
        return ProviderCapability.CHAT;
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public boolean stream() {
        return request.stream();
    }

    @Override
    public ProviderSelectionCriteria criteria(CallerHeaders caller) {
        ProviderSelectionCriteria known = criteria;
        if (known == null) {
            Integer most = request.maxOutputTokens();
            known = new ProviderSelectionCriteria(
                    ProviderCapability.CHAT,
                    request.model(),
                    caller.provider(),
                    caller.strategy(),
                    request.needs(),
                    request.estimatedInputTokens(),
                    (most == null ? DEFAULT_MAX_OUTPUT : most) * Math.max(1, request.choices()));
            criteria = known;
        }
        return known;
    }

    private static boolean sameDialect(Dialect dialect) {
        return dialect instanceof OpenAiDialect;
    }

    private static ChatTranslator translator(Dialect dialect) {
        ChatTranslator translator = dialect.chat();
        if (translator == null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "dialect " + dialect.name() + " has no chat");
        }
        return translator;
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (sameDialect(dialect)) {
            return new WireRequest(
                    candidate.provider().baseUrl() + "/chat/completions",
                    WireRequest.JSON,
                    request.forward(candidate.upstreamModel(), candidate.provider().compat()),
                    request.warnings(candidate.provider().compat()));
        }
        ChatTranslator translator = translator(dialect);
        return translator.request(
                media.withBytes(request.canonical(), translator, fetching), Dialects.upstream(candidate));
    }

    @Override
    public Reply fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        if (sameDialect(dialect)) {
            return new Reply(reply.body(), JSON, OpenAiReplies.read(reply.body()).usage());
        }
        return write(candidate, translator(dialect).response(request.canonical(), reply));
    }

    private Reply write(Candidate candidate, ChatResponse response) {
        byte[] body = OpenAiChatWriter.response(response, candidate.upstreamModel(), clock.instant());
        return new Reply(body, JSON, response.usage());
    }

    @Override
    public Reply filtered(Candidate candidate, ProviderFailure failure) {
        if (!stream()) {
            var message = new ChatMessage.AssistantMessage(
                    List.of(new ContentPart.Refusal(failure.message())), List.of(), null);
            var choice = new ChatResponse.Choice(0, message, FinishReason.CONTENT_FILTER);
            return write(candidate, new ChatResponse("", "", 0, List.of(choice), null));
        }
        SseWriter out = new SseWriter();
        OpenAiChunkWriter writer = chunkWriter(candidate);
        writer.chunk(new ChatChunk.RefusalDelta(0, failure.message()), out);
        filteredEnd(writer, out);
        return new Reply(out.take(), "text/event-stream", null);
    }

    @Override
    public StreamTranslation openStream(Candidate candidate, Dialect dialect) {
        if (sameDialect(dialect)) {
            return new ForwardedChat(
                    request.includeUsage(),
                    out -> filteredEnd(chunkWriter(candidate), out),
                    whole -> translated(candidate, dialect, whole));
        }
        return translated(candidate, dialect);
    }

    private TranslatedChat translated(Candidate candidate, Dialect dialect) {
        ChatTranslator translator = translator(dialect);
        ChatRequest canonical = request.canonical();
        return new TranslatedChat(
                translator.stream(canonical),
                whole -> translator.response(canonical, whole),
                chunkWriter(candidate));
    }

    private OpenAiChunkWriter chunkWriter(Candidate candidate) {
        return new OpenAiChunkWriter(candidate.upstreamModel(), clock.instant(), request.includeUsage());
    }

    private static void filteredEnd(OpenAiChunkWriter writer, SseWriter out) {
        writer.chunk(new ChatChunk.Finish(0, FinishReason.CONTENT_FILTER), out);
        writer.end(out);
    }

    private TranslatedChat translated(Candidate candidate, Dialect dialect, WireReply whole) {
        OpenAiReplies.read(whole.body());
        return translated(candidate, dialect);
    }

    private static InProcessChat inProcess(Dialect dialect) {
        InProcessChat chat = dialect.inProcessChat();
        if (chat == null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "dialect " + dialect.name() + " is not in-process");
        }
        return chat;
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        return write(candidate, inProcess(dialect).answer(request.canonical(), Dialects.upstream(candidate)));
    }

    @Override
    public void inProcessStream(Candidate candidate, Dialect dialect, ChunkSink sink) throws InterruptedException {
        OpenAiChunkWriter writer = chunkWriter(candidate);
        SseWriter out = new SseWriter();
        for (InProcessChat.Timed step :
                inProcess(dialect).stream(request.canonical(), Dialects.upstream(candidate))) {
            sink.pause(step.pause());
            if (step.failure() != null) {
                throw step.failure();
            }
            if (step.chunk() != null) {
                writer.chunk(step.chunk(), out);
                if (!out.isEmpty()) {
                    sink.write(out.take());
                }
            }
        }
        writer.end(out);
        sink.write(out.take());
    }
}
