package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.openai.OpenAiEmbeddingRequest;
import dev.synaxis.dialect.openai.OpenAiEmbeddings;
import dev.synaxis.dialect.openai.Vector;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.wire.Json;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What every dialect that embeds owes: one with a wire, with a translator or without one (the client's own dialect, whose
 * requests are forwarded), and one that answers inside this process.
 */
public abstract class EmbeddingTranslatorContract extends FeatureContract<EmbeddingFeature> {

    /** The same all the time. */
    protected abstract Dialect embedder();

    /** Where requests go. */
    protected abstract Upstream upstream();

    @Override
    protected String dialect() {
        return embedder().name();
    }

    @Override
    protected final EmbeddingFeature[] features() {
        return EmbeddingFeature.values();
    }

    /** Most inputs of one request to the vendor. */
    protected final int most() {
        EmbeddingTranslator translator = embedder().embedding();
        InProcessEmbedding inProcess = embedder().inProcessEmbedding();
        if (translator != null) {
            return translator.maxInputs(upstream());
        }
        return inProcess == null ? EmbeddingTranslator.MAX_INPUTS : inProcess.maxInputs();
    }

    @Override
    protected final Sent sent(EmbeddingFeature feature) {
        OpenAiEmbeddingRequest request = OpenAiEmbeddingRequest.read(feature.body());
        EmbeddingTranslator translator = embedder().embedding();
        InProcessEmbedding inProcess = embedder().inProcessEmbedding();
        if (inProcess != null) {
            return answer(inProcess.answer(request.canonical(), upstream()), request);
        }
        if (translator == null) {
            byte[] forwarded = request.forward(upstream().model(), upstream().compat(), 0, request.inputs());
            return new Sent(tree(forwarded), request.warnings(upstream().compat()));
        }
        // the first part, where the vendor takes fewer at once
        WireRequest wire = translator.request(request.canonical(0, request.partEnd(0, most())), upstream());
        assertThat(URI.create(wire.url()).isAbsolute()).as(wire.url()).isTrue();
        assertThat(wire.headers()).containsEntry("content-type", "application/json");
        return new Sent(tree(wire.body()), wire.warnings());
    }

    private Sent answer(EmbeddingResponse answer, OpenAiEmbeddingRequest request) {
        List<Vector> vectors = answer.vectors().stream().<Vector>map(Vector.Numbers::new).toList();
        byte[] body = OpenAiEmbeddings.write(vectors, upstream().model(), Objects.requireNonNull(answer.usage()), request.base64());
        return new Sent(tree(body), answer.warnings());
    }

    private static JsonNode tree(byte[] body) {
        return Json.parseObject(body).orElseThrow();
    }

    @Test
    void shouldOfferEmbeddings() {
        assertThat(embedder().capabilities()).contains(ProviderCapability.EMBEDDING);
        assertThat(most()).isBetween(1, EmbeddingTranslator.MAX_INPUTS);
    }
}
