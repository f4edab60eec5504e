package dev.synaxis.dialect.openai;

import dev.synaxis.config.Compat;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.RateLimitHeaders;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OpenAI's protocol and everything compatible with it. Chat is at {@code <base URL>/chat/completions}. */
public final class OpenAiDialect implements Dialect {

    static final String NAME = "openai";

    private final ModelsTranslator models = new OpenAiModels();
    private final ChatTranslator chat = new OpenAiChatTranslator();
    private final SpeechTranslator speech = new OpenAiSpeech();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return EnumSet.allOf(ProviderCapability.class);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("authorization", "Bearer " + apiKey);
    }

    /** For canonical requests; a client of this dialect is forwarded ({@link OpenAiChatRequest#forward}) instead. */
    @Override
    public ChatTranslator chat() {
        return chat;
    }

    /** For canonical requests; a client of this dialect is forwarded ({@link OpenAiSpeechRequest#forward}) instead. */
    @Override
    public SpeechTranslator speech() {
        return speech;
    }

    @Override
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public List<VendorLimit> limits(Map<String, String> headers, Compat compat) {
        return RateLimitHeaders.openAi(headers, compat.rateLimitRequests());
    }

    @Override
    public List<VendorLimit> limits(WireReply failure) {
        return LimitWords.read(failure);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return OpenAiFailures.classify(reply);
    }
}
