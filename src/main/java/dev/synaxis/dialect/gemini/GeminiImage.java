package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.Upload;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Pictures by Google: models that chat in pictures through generateContent, Imagen through predict. Source:
 * https://ai.google.dev/gemini-api/docs/image-generation, https://ai.google.dev/gemini-api/docs/imagen (read 2026-11-22).
 */
final class GeminiImage implements ImageTranslator {

    @Override
    public int most(Upstream upstream) {
        return imagen(upstream.model()) ? ImagenRequest.MOST : 1;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        if (request.mask() != null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "mask", "Google takes no mask");
        }
        Warnings warnings = new Warnings();
        return imagen(upstream.model())
                ? ImagenRequest.of(request, upstream, warnings)
                : generateContent(request, upstream, warnings);
    }

    private static boolean imagen(String model) {
        return model.substring(model.lastIndexOf('/') + 1).startsWith("imagen");
    }

    private static WireRequest generateContent(ImageRequest request, Upstream upstream, Warnings warnings) {
        if (request.count() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "n", "the model draws one picture in a call");
        }
        ObjectNode generation = Json.object();
        boolean early = upstream.model().contains("gemini-2.0");
        var modalities = generation.putArray("responseModalities");
        if (early) {
            modalities.add("TEXT");
        }
        modalities.add("IMAGE");
        PictureSettings.imageConfig(request, upstream, generation, warnings);
        String url = GeminiUrl.of(upstream, "generateContent");
        ObjectNode text = Parts.text(request.prompt());
        if (request.images().isEmpty()) {
            ObjectNode body = Json.object();
            body.putArray("contents").addObject().put("role", "user").putArray("parts").add(text);
            body.set("generationConfig", generation);
            return new WireRequest(url, WireRequest.JSON, Json.bytes(body), warnings.list());
        }
        WireBody body = withImages(request.images(), text, generation);
        return new WireRequest(url, WireRequest.JSON, body, warnings.list());
    }

    /** The images first, as Google's own examples have it, each read from where it is while the body is sent. */
    private static WireBody withImages(List<Upload> images, ObjectNode text, ObjectNode generation) {
        List<WireBody.Segment> segments = new ArrayList<>();
        String before = "{\"contents\":[{\"role\":\"user\",\"parts\":[";
        for (Upload image : images) {
            String type = Json.string(Objects.requireNonNullElse(ImageFiles.type(image), "image/png"));
            segments.add(literal(before + "{\"inlineData\":{\"mimeType\":" + type + ",\"data\":\""));
            segments.add(new WireBody.InBase64(image));
            before = "\"}},";
        }
        segments.add(literal(before + text + "]}],\"generationConfig\":" + generation + "}"));
        return new WireBody.Streamed(segments);
    }

    private static WireBody.Segment literal(String json) {
        return new WireBody.Literal(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply) {
        JsonNode answer;
        try {
            answer = Json.parse(reply.body());
        } catch (IOException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not JSON");
        }
        if (Json.has(answer, "error")) {
            throw new ProviderException(GeminiFailures.of(reply));
        }
        return answer.has("predictions") ? ImagenReply.read(answer) : PictureReply.read(answer);
    }
}
