package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.MultipartBody;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.MultipartForm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's request for pictures one provider must get otherwise.
 *
 * <p>GPT image models refuse {@code response_format}, and always give base64. Together and Nebius take width and height,
 * xAI an aspect ratio. Sources (read 2026-11-22): https://platform.openai.com/docs/api-reference/images/create,
 * https://docs.together.ai/reference/post-images-generations, https://docs.x.ai/docs/guides/image-generations.
 *
 * @param fields fields by the client's name, each as the fields that stand in its place
 * @param drop   fields that are left out
 */
record ImagePatch(Map<String, Map<String, Object>> fields, Set<String> drop) {

    /** What xAI documents. */
    private static final List<String> RATIOS = List.of(
            "1:1", "3:4", "4:3", "9:16", "16:9", "2:3", "3:2", "9:19.5", "19.5:9", "9:20", "20:9", "1:2", "2:1");

    static ImagePatch of(OpenAiImageRequest request, String upstreamModel, Compat compat, List<Warning> warnings) {
        Map<String, Map<String, Object>> fields = new HashMap<>();
        Set<String> drop = new HashSet<>(compat.drop());
        drop.remove("model");
        drop.remove("prompt");
        if (gptImage(upstreamModel)) {
            drop.add("response_format");
        } else if (Boolean.FALSE.equals(request.wantsUrls())) {
            fields.put("response_format", Map.of("response_format", compat.imageBase64()));
        }
        String size = request.canonical().size();
        if (size != null && compat.imageSize() != Compat.ImageSize.SIZE) {
            Map<String, Object> instead = size(size, compat.imageSize(), warnings);
            if (instead == null) {
                drop.add("size");
            } else {
                fields.put("size", instead);
            }
        }
        for (String field : compat.drop()) {
            if (request.has(field)) {
                warnings.add(new Warning(field, "the provider does not take it; not sent"));
            }
        }
        compat.rename().forEach((from, to) -> {
            if (request.has(from) && !drop.contains(from)) {
                drop.add(to);
                fields.putIfAbsent(from, Map.of(to, Renamed.SAME));
            }
        });
        return new ImagePatch(fields, drop);
    }

    /** A field's own value under another name. */
    private enum Renamed {
        SAME
    }

    /** By the name that OpenAI gives its models, wherever they run. */
    private static boolean gptImage(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.contains("gpt-image") || name.contains("chatgpt-image");
    }

    private static @Nullable Map<String, Object> size(String size, Compat.ImageSize form, List<Warning> warnings) {
        AspectRatios.Pixels pixels = AspectRatios.pixels(size);
        if (pixels == null) {
            if (!size.equals("auto")) {
                warnings.add(new Warning("size", "the provider takes sizes in pixels only; not sent"));
            }
            return null;
        }
        return switch (form) {
            case SIZE -> Map.of("size", size);
            case WIDTH_HEIGHT -> {
                Map<String, Object> both = new LinkedHashMap<>();
                both.put("width", pixels.width());
                both.put("height", pixels.height());
                yield both;
            }
            case ASPECT_RATIO -> {
                String ratio = AspectRatios.nearest(pixels, RATIOS);
                warnings.add(new Warning("size", "the provider takes an aspect ratio only; sent as " + ratio));
                yield Map.of("aspect_ratio", ratio);
            }
        };
    }

    /** For a JSON body: what stands in the place of each field, name and value. */
    Map<String, String> instead(ObjectNode tree) {
        Map<String, String> instead = new HashMap<>();
        fields.forEach((field, others) -> {
            StringBuilder members = new StringBuilder();
            others.forEach((name, value) -> {
                JsonNode own = tree.get(field);
                members.append(members.isEmpty() ? "" : ",").append(JsonFields.quoted(name)).append(':');
                members.append(switch (value) {
                    case Renamed _ -> own == null ? "null" : own.toString();
                    case Integer number -> number.toString();
                    default -> JsonFields.quoted(value.toString());
                });
            });
            instead.put(field, members.toString());
        });
        return instead;
    }

    /** Writes a part of a multipart body as the provider takes it. */
    void write(MultipartForm.Field field, MultipartBody body) {
        if (drop.contains(field.name())) {
            return;
        }
        Map<String, Object> others = fields.get(field.name());
        if (others == null) {
            body.field(field.name(), field.value());
        } else {
            others.forEach((name, value) ->
                    body.field(name, value instanceof Renamed ? field.value() : value.toString()));
        }
    }
}
