package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;

/**
 * A request to Imagen: {@code instances[].prompt} and {@code parameters}. Source:
 * https://ai.google.dev/gemini-api/docs/imagen, and Google's own client for the names of the parameters (read 2026-11-22).
 */
final class ImagenRequest {

    static final int MOST = 4;
    private static final List<String> RATIOS = List.of("1:1", "3:4", "4:3", "9:16", "16:9");

    private ImagenRequest() {}

    static WireRequest of(ImageRequest request, Upstream upstream, Warnings warnings) {
        if (!request.images().isEmpty()) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "image", "Imagen changes no images");
        }
        if (request.count() > MOST) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED, "n", "Imagen draws at most " + MOST + " pictures in a call");
        }
        ObjectNode body = Json.object();
        body.putArray("instances").addObject().put("prompt", request.prompt());
        ObjectNode parameters = body.putObject("parameters").put("sampleCount", request.count());
        PictureSettings.size(request.size(), RATIOS, List.of("1K", "2K"), "sampleImageSize", parameters, warnings);
        format(request, parameters, warnings);
        PictureSettings.notSent(request, warnings);
        // else a picture that a filter kept back is only missing
        parameters.put("includeRaiReason", true);
        for (Map.Entry<String, Object> field : request.extra().entrySet()) {
            switch (Extras.camel(field.getKey())) {
                case "aspectRatio", "sampleImageSize", "guidanceScale", "personGeneration", "language", "safetySetting" ->
                    parameters.set(Extras.camel(field.getKey()), Json.fromJava(field.getValue()));
                case "imageSize" -> parameters.set("sampleImageSize", Json.fromJava(field.getValue()));
                default -> warnings.add(field.getKey(), "Imagen has no such field; not sent");
            }
        }
        return new WireRequest(GeminiUrl.of(upstream, "predict"), WireRequest.JSON, Json.bytes(body), warnings.list());
    }

    private static void format(ImageRequest request, ObjectNode parameters, Warnings warnings) {
        String format = request.outputFormat();
        ObjectNode output = Json.object();
        switch (format) {
            case "png", "jpeg" -> output.put("mimeType", "image/" + format);
            case null -> {}
            default -> warnings.add("output_format", "Imagen gives png and jpeg only; not sent");
        }
        if (request.outputCompression() != null) {
            if ("jpeg".equals(format)) {
                output.put("compressionQuality", request.outputCompression());
            } else {
                warnings.add("output_compression", "Imagen compresses jpeg only; not sent");
            }
        }
        if (!output.isEmpty()) {
            parameters.set("outputOptions", output);
        }
    }
}
