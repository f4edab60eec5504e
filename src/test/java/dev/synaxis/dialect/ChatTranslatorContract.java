package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.model.ChatRequest;
import dev.synaxis.wire.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every chat translator owes. A subclass names its translator and states what becomes of each feature. */
public abstract class ChatTranslatorContract extends FeatureContract<ChatFeature> {

    /** The dialect's name, which is also the origin of its own reasoning. */
    @Override
    protected abstract String dialect();

    protected abstract ChatTranslator translator();

    /** Where the request goes; a feature may need another model than the common one. */
    protected abstract Upstream upstream(ChatFeature feature);

    @Override
    protected final ChatFeature[] features() {
        return ChatFeature.values();
    }

    @Override
    protected final Set<String> named(ChatFeature feature) {
        return Set.of();
    }

    @Override
    protected final Sent sent(ChatFeature feature) {
        WireRequest wire = translate(feature);
        assertThat(URI.create(wire.url()).isAbsolute()).as(wire.url()).isTrue();
        assertThat(wire.headers()).containsEntry("content-type", "application/json");
        return new Sent(Json.parseObject(wire.body()).orElseThrow(), wire.warnings());
    }

    @Test
    void shouldNeverSendTheSignatureOfAnotherDialect() {
        if (support().get(ChatFeature.FOREIGN_REASONING) instanceof Support.Unsupported) {
            return;
        }
        assertThat(new String(translate(ChatFeature.FOREIGN_REASONING).body(), StandardCharsets.UTF_8))
                .doesNotContain("Zm9yZWlnbg==");
    }

    private WireRequest translate(ChatFeature feature) {
        ChatRequest request = feature.request(dialect());
        return translator().request(request, upstream(feature));
    }
}
