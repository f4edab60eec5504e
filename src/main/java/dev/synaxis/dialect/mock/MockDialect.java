package dev.synaxis.dialect.mock;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.InProcessChat;
import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.dialect.InProcessImage;
import dev.synaxis.dialect.InProcessSpeech;
import dev.synaxis.dialect.InProcessTranscription;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The mock dialect: made-up but fitting answers of this process itself. Safe for use by several threads. */
public final class MockDialect implements Dialect {

    private final MockChat chat;
    private final MockEmbedding embedding;
    private final MockTranscription transcription;
    private final MockSpeech speech;
    private final MockImage image;

    /**
     * @param scripts the {@code mock} tree of each provider, by its id, as {@link MockScript} describes it; a provider
     *                without one gives the default answers
     * @throws IllegalConfigException with every problem of every script
     */
    public MockDialect(Map<String, Map<String, Object>> scripts) {
        this(scripts, MockDialect::sleep);
    }

    MockDialect(Map<String, Map<String, Object>> scripts, Consumer<Duration> sleep) {
        List<String> problems = new ArrayList<>();
        Map<String, MockProvider> providers = new HashMap<>();
        scripts.forEach((id, tree) -> providers.put(id, new MockProvider(MockScript.read(id, tree, problems))));
        if (!problems.isEmpty()) {
            throw new IllegalConfigException(problems);
        }
        Map<String, MockProvider> all = Map.copyOf(providers);
        this.chat = new MockChat(all, sleep);
        this.embedding = new MockEmbedding(all, sleep);
        this.transcription = new MockTranscription(all, sleep);
        this.speech = new MockSpeech(all, sleep);
        this.image = new MockImage(all, sleep);
    }

    @Override
    public String name() {
        return "mock";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(
                ProviderCapability.CHAT,
                ProviderCapability.EMBEDDING,
                ProviderCapability.IMAGE_GENERATION,
                ProviderCapability.IMAGE_EDIT,
                ProviderCapability.TRANSCRIPTION,
                ProviderCapability.SPEECH);
    }

    /** None: nobody is asked. */
    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of();
    }

    @Override
    public InProcessChat inProcessChat() {
        return chat;
    }

    @Override
    public InProcessEmbedding inProcessEmbedding() {
        return embedding;
    }

    @Override
    public InProcessTranscription inProcessTranscription() {
        return transcription;
    }

    @Override
    public InProcessSpeech inProcessSpeech() {
        return speech;
    }

    @Override
    public InProcessImage inProcessImage() {
        return image;
    }

    /** By status alone: there is no wire, so no body means anything. */
    @Override
    public ProviderFailure failure(WireReply reply) {
        return ProviderFailure.of(
                Failures.kindOf(reply.status()), reply.status(), Failures.message(null, reply.status()));
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(FailureKind.TIMEOUT, "the mock provider was interrupted during its delay");
        }
    }
}
