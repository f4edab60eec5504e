package dev.synaxis.dialect.mock;

import dev.synaxis.dialect.InProcessChat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Chat of the mock: {@link MockAnswer} says what, this class says when. The same answer n times for n choices; a stream
 * has a chunk for each token.
 */
final class MockChat implements InProcessChat {

    private static final int MAX_CHOICES = 128;

    private final Map<String, MockProvider> providers;
    private final Consumer<Duration> sleep;

    MockChat(Map<String, MockProvider> providers, Consumer<Duration> sleep) {
        this.providers = providers;
        this.sleep = sleep;
    }

    @Override
    public ChatResponse answer(ChatRequest request, Upstream upstream) {
        MockProvider provider = provider(upstream);
        if (provider.script().delay().isPositive()) {
            sleep.accept(provider.script().delay());
        }
        failIfDue(provider);
        int choices = choices(request);
        MockAnswer answer = MockAnswer.to(request, provider.script());
        List<ChatResponse.Choice> all = new ArrayList<>(choices);
        for (int choice = 0; choice < choices; choice++) {
            all.add(new ChatResponse.Choice(choice, answer.message(), answer.finishReason()));
        }
        return new ChatResponse("", upstream.model(), 0, all, usage(request, answer.message(), choices));
    }

    @Override
    public List<Timed> stream(ChatRequest request, Upstream upstream) {
        MockProvider provider = provider(upstream);
        failIfDue(provider);
        int choices = choices(request);
        MockAnswer answer = MockAnswer.to(request, provider.script());
        List<ChatChunk> pieces = new ArrayList<>();
        for (int choice = 0; choice < choices; choice++) {
            pieces(answer.message(), choice, pieces);
        }
        MockScript script = provider.script();
        List<Timed> stream = new ArrayList<>();
        stream.add(new Timed(script.delay(), new ChatChunk.Start("", upstream.model(), 0), null));
        int whole = script.breakAfter() == null ? pieces.size() : Math.min(script.breakAfter(), pieces.size());
        for (ChatChunk piece : pieces.subList(0, whole)) {
            stream.add(new Timed(stream.size() == 1 ? Duration.ZERO : script.pause(), piece, null));
        }
        if (script.breakAfter() != null) {
            stream.add(new Timed(script.pause(), null, new ProviderException(
                    FailureKind.NETWORK, "the mock provider was told to break its stream")));
            return List.copyOf(stream);
        }
        for (int choice = 0; choice < choices; choice++) {
            stream.add(now(new ChatChunk.Finish(choice, answer.finishReason())));
        }
        stream.add(now(new ChatChunk.Usage(usage(request, answer.message(), choices))));
        return List.copyOf(stream);
    }

    private static void pieces(ChatMessage.AssistantMessage message, int choice, List<ChatChunk> out) {
        for (String token : MockTokens.of(message.text())) {
            out.add(new ChatChunk.TextDelta(choice, token));
        }
        int index = 0;
        for (ToolCall call : message.toolCalls()) {
            out.add(new ChatChunk.ToolCallStart(choice, index, call.id(), call.name(), null, null));
            for (String token : MockTokens.of(call.arguments())) {
                out.add(new ChatChunk.ToolCallDelta(choice, index, token));
            }
            index++;
        }
    }

    private MockProvider provider(Upstream upstream) {
        MockProvider provider = providers.get(upstream.provider());
        return provider == null ? new MockProvider(MockScript.NONE) : provider;
    }

    private static void failIfDue(MockProvider provider) {
        ProviderException failure = provider.nextFailure();
        if (failure != null) {
            throw failure;
        }
    }

    private static int choices(ChatRequest request) {
        Integer n = request.options().n();
        if (n == null) {
            return 1;
        }
        if (n < 1 || n > MAX_CHOICES) {
            throw new ProviderException(FailureKind.INVALID_REQUEST, "n", "n must be from 1 to " + MAX_CHOICES);
        }
        return n;
    }

    private static TokenUsage usage(ChatRequest request, ChatMessage.AssistantMessage answer, int choices) {
        return TokenUsage.of(MockTokens.count(request.messages()), choices * MockTokens.count(answer));
    }

    private static Timed now(ChatChunk chunk) {
        return new Timed(Duration.ZERO, chunk, null);
    }
}
