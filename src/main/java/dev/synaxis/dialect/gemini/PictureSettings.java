package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.AspectRatios.Pixels;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a picture in Google's words. It is drawn in an aspect ratio at about 1, 4 or 16 million pixels (1K, 2K,
 * 4K; the larger ones by Gemini 3 and Imagen only), not to a size in pixels.
 */
final class PictureSettings {

    private static final List<String> RATIOS =
            List.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9");

    /** Words that ask for what there is anyway. */
    private static final Set<String> USUAL = Set.of("auto", "standard", "medium", "opaque", "png");

    private PictureSettings() {}

    /** For generateContent: {@code generationConfig.imageConfig}. */
    static void imageConfig(ImageRequest request, Upstream upstream, ObjectNode generation, Warnings warnings) {
        ObjectNode config = Json.object();
        boolean sizes = GeminiModel.of(upstream.model(), upstream.traits()).major() >= 3;
        size(request.size(), RATIOS, sizes ? List.of("1K", "2K", "4K") : List.of("1K"), "imageSize", config, warnings);
        notSent(request, warnings);
        format(request, warnings);
        for (Map.Entry<String, Object> field : request.extra().entrySet()) {
            JsonNode value = Json.fromJava(field.getValue());
            switch (Extras.camel(field.getKey())) {
                case "aspectRatio", "imageSize" -> config.set(Extras.camel(field.getKey()), value);
                case "imageConfig" -> value.properties().forEach(e -> config.set(Extras.camel(e.getKey()), e.getValue()));
                case "seed", "temperature", "topP" -> generation.set(Extras.camel(field.getKey()), value);
                default -> warnings.add(field.getKey(), "Gemini has no such field; not sent");
            }
        }
        if (!config.isEmpty()) {
            generation.set("imageConfig", config);
        }
    }

    /**
     * The aspect ratio, and the resolution where it is not the first of those that there are.
     *
     * @param resolutions from 1K on
     */
    static void size(
            @Nullable String size,
            List<String> ratios,
            List<String> resolutions,
            String resolutionField,
            ObjectNode config,
            Warnings warnings) {
        Pixels pixels = AspectRatios.pixels(size);
        if (pixels == null) {
            if (size != null && !size.equals("auto")) {
                warnings.add("size", "not a size in pixels; not sent");
            }
            return;
        }
        String ratio = AspectRatios.nearest(pixels, ratios);
        config.put("aspectRatio", ratio);
        int step = Math.clamp(
                Math.round(Math.log((double) pixels.width() * pixels.height() / (1 << 20)) / Math.log(4)),
                0,
                resolutions.size() - 1);
        if (step > 0) {
            config.put(resolutionField, resolutions.get(step));
        }
        if (pixels.width() != pixels.height() || pixels.width() != 1024 << step) {
            warnings.add("size", "drawn in " + ratio + " at about " + resolutions.get(step) + ", not to the pixel");
        }
    }

    /** Warns of settings that Google has no word for. */
    static void notSent(ImageRequest request, Warnings warnings) {
        unusual("quality", request.quality(), warnings);
        unusual("style", request.style(), warnings);
        unusual("background", request.background(), warnings);
        unusual("moderation", request.moderation(), warnings);
        unusual("input_fidelity", request.inputFidelity(), warnings);
        if (request.user() != null) {
            warnings.add("user", "Gemini takes no id of the end user; not sent");
        }
        if (request.partialImages() != null && request.partialImages() > 0) {
            warnings.add("partial_images", "Google draws no unfinished pictures");
        }
    }

    private static void unusual(String field, @Nullable String value, Warnings warnings) {
        if (value != null && !USUAL.contains(value)) {
            warnings.add(field, "Google has no such setting; not sent");
        }
    }

    private static void format(ImageRequest request, Warnings warnings) {
        unusual("output_format", request.outputFormat(), warnings);
        if (request.outputCompression() != null) {
            warnings.add("output_compression", "Google has no such setting; not sent");
        }
    }
}
