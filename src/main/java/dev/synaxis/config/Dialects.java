package dev.synaxis.config;

import static dev.synaxis.model.ProviderCapability.CHAT;
import static dev.synaxis.model.ProviderCapability.EMBEDDING;
import static dev.synaxis.model.ProviderCapability.IMAGE_EDIT;
import static dev.synaxis.model.ProviderCapability.IMAGE_GENERATION;
import static dev.synaxis.model.ProviderCapability.SPEECH;
import static dev.synaxis.model.ProviderCapability.TRANSCRIPTION;

import dev.synaxis.model.ProviderCapability;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The dialects that a provider may have, with the capabilities that each can carry. */
final class Dialects {

    static final String MOCK = "mock";
    static final String LOCAL = "local";

    private static final Map<String, Set<ProviderCapability>> CAPABILITIES = capabilities();

    private Dialects() {}

    /** Capabilities by dialect. */
    static Map<String, Set<ProviderCapability>> all() {
        return CAPABILITIES;
    }

    /** Whether a provider of this dialect answers inside this process, so that it has no base URL. */
    static boolean inProcess(String dialect) {
        return dialect.equals(MOCK) || dialect.equals(LOCAL);
    }

    private static Map<String, Set<ProviderCapability>> capabilities() {
        Map<String, Set<ProviderCapability>> all = new LinkedHashMap<>();
        all.put("openai", EnumSet.allOf(ProviderCapability.class));
        all.put("anthropic", EnumSet.of(CHAT));
        all.put("gemini", EnumSet.of(CHAT, EMBEDDING, IMAGE_GENERATION, IMAGE_EDIT, TRANSCRIPTION, SPEECH));
        all.put("cohere", EnumSet.of(CHAT, EMBEDDING));
        all.put("bedrock", EnumSet.of(CHAT, EMBEDDING));
        all.put("elevenlabs", EnumSet.of(SPEECH));
        all.put("deepgram", EnumSet.of(TRANSCRIPTION, SPEECH));
        all.put("replicate", EnumSet.of(IMAGE_GENERATION, IMAGE_EDIT));
        all.put("aihorde", EnumSet.of(IMAGE_GENERATION, IMAGE_EDIT));
        all.put("stability", EnumSet.of(IMAGE_GENERATION, IMAGE_EDIT));
        all.put("cloudflare", EnumSet.of(IMAGE_GENERATION, IMAGE_EDIT, TRANSCRIPTION, SPEECH));
        all.put("fireworks", EnumSet.of(IMAGE_GENERATION, IMAGE_EDIT));
        all.put(LOCAL, EnumSet.of(EMBEDDING));
        all.put(MOCK, EnumSet.of(CHAT, EMBEDDING, IMAGE_GENERATION, IMAGE_EDIT, TRANSCRIPTION, SPEECH));
        all.replaceAll((dialect, capabilities) -> Collections.unmodifiableSet(capabilities));
        return Collections.unmodifiableMap(all);
    }
}
