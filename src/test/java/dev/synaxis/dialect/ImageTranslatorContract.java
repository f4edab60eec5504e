package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.openai.ImageReference;
import dev.synaxis.dialect.openai.OpenAiImageRequest;
import dev.synaxis.dialect.openai.OpenAiImages;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Upload;
import dev.synaxis.wire.BytesUpload;
import dev.synaxis.wire.HeaderValue;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.MultipartReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every dialect that draws owes: one with a wire, with a translator or without one (the client's own dialect, whose
 * requests are forwarded), and one that draws inside this process.
 */
public abstract class ImageTranslatorContract extends FeatureContract<ImageFeature> {

    /** The same all the time. */
    protected abstract Dialect painter();

    /** Where requests go. */
    protected abstract Upstream upstream();

    /** Whether it changes pictures, too. */
    protected boolean edits() {
        return true;
    }

    /** The entries of what has to do with edits, for a dialect that refuses all of it. */
    protected static void noEdits(Map<ImageFeature, Support> support) {
        EnumSet.range(ImageFeature.EDIT, ImageFeature.INPUT_FIDELITY)
                .forEach(feature -> support.put(feature, Support.unsupported()));
    }

    @Override
    protected Set<String> named(ImageFeature feature) {
        return edits() || feature.compareTo(ImageFeature.EDIT) < 0 ? super.named(feature) : Set.of("image");
    }

    @Override
    protected String dialect() {
        return painter().name();
    }

    @Override
    protected final ImageFeature[] features() {
        return ImageFeature.values();
    }

    /** How many pictures the vendor draws in a call; 0 for as many as it is asked for. */
    protected final int most() {
        ImageTranslator translator = painter().image();
        return translator == null ? 0 : translator.most(upstream());
    }

    /**
     * What the vendor is sent: JSON, or a form as JSON: files by name as arrays of their base64. Of a dialect without a
     * wire the answer, or the events of its stream as {@code {"events": [...]}}.
     */
    @Override
    protected final Sent sent(ImageFeature feature) {
        OpenAiImageRequest request = feature.request();
        InProcessImage inProcess = painter().inProcessImage();
        ImageTranslator translator = painter().image();
        if (inProcess != null) {
            return new Sent(answered(inProcess, request), List.of());
        }
        WireRequest wire;
        if (translator == null) {
            String path = request.edit() ? "/images/edits" : "/images/generations";
            wire = request.forward(upstream().baseUrl() + path, upstream().model(), upstream().compat());
        } else {
            ImageRequest canonical = canonical(request);
            wire = translator.request(canonical.withCount(Math.min(canonical.count(), most())), upstream());
        }
        assertThat(URI.create(wire.url()).isAbsolute()).as(wire.url()).isTrue();
        return new Sent(tree(wire), wire.warnings());
    }

    private JsonNode answered(InProcessImage inProcess, OpenAiImageRequest request) {
        ImageRequest canonical = canonical(request);
        if (!request.stream()) {
            return Json.parseObject(OpenAiImages.write(
                            canonical, inProcess.answer(canonical, upstream()), Instant.EPOCH,
                            Boolean.TRUE.equals(request.wantsUrls())))
                    .orElseThrow();
        }
        ObjectNode body = Json.object();
        ArrayNode events = body.putArray("events");
        inProcess.stream(canonical, upstream()).forEach(step -> events.add(switch (step) {
            case InProcessImage.Partial partial -> "partial";
            case InProcessImage.Completed completed -> "completed";
            case InProcessImage.Broken broken -> "broken";
        }));
        return body;
    }

    /** With the images that it names. */
    private static ImageRequest canonical(OpenAiImageRequest request) {
        List<Upload> named = new ArrayList<>();
        for (ImageReference reference : request.references()) {
            if (reference.source() instanceof MediaSource.Data(String type, String base64)) {
                named.add(new BytesUpload("", type, Base64.getDecoder().decode(base64)));
            }
        }
        return named.isEmpty() ? request.canonical() : request.canonical().with(named, null);
    }

    private static JsonNode tree(WireRequest wire) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            wire.content().writeTo(bytes);
            assertThat(bytes.size()).as("length that is told before").isEqualTo((int) wire.content().length());
            HeaderValue type = HeaderValue.read(String.valueOf(wire.headers().get("content-type")));
            String boundary = type.parameter("boundary");
            return boundary == null ? Json.parse(bytes.toByteArray()) : form(bytes.toByteArray(), boundary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode form(byte[] body, String boundary) throws IOException {
        ObjectNode tree = Json.object();
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(body), boundary);
        for (Map<String, String> headers = reader.next(); headers != null; headers = reader.next()) {
            HeaderValue disposition = HeaderValue.read(String.valueOf(headers.get("content-disposition")));
            String name = String.valueOf(disposition.parameter("name"));
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            reader.body(part);
            if (disposition.filename() == null) {
                tree.put(name, part.toString(StandardCharsets.UTF_8));
            } else {
                ArrayNode files = tree.withArrayProperty(name);
                files.add(Base64.getEncoder().encodeToString(part.toByteArray()));
            }
        }
        return tree;
    }

    @Test
    void shouldOfferWhatItDoes() {
        assertThat(painter().capabilities()).contains(ProviderCapability.IMAGE_GENERATION);
        assertThat(painter().capabilities().contains(ProviderCapability.IMAGE_EDIT)).isEqualTo(edits());
    }
}
