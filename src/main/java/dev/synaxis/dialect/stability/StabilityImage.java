package dev.synaxis.dialect.stability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.MultipartBody;
import dev.synaxis.dialect.PictureSettings;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pictures by {@code POST /stable-image/generate/core}, {@code ultra} or {@code sd3} (with the {@code model}), a form each;
 * one picture comes back in {@code image}, in base64. Source: https://platform.stability.ai/docs/api-reference
 * (read 2026-11-23).
 *
 * <p>A picture is changed by {@code sd3} ({@code mode: image-to-image}) and {@code ultra}, both with a {@code strength} that the
 * client must name, or by {@code POST /stable-image/edit/<model>}, where the model is one of the vendor's tools:
 * {@code inpaint}, {@code search-and-replace} and so on. What is transparent in the picture is what {@code inpaint} and
 * {@code erase} change; masks are black and white there, so OpenAI's are not sent. Source: as above, by
 * https://github.com/BerriAI/litellm and the typed client https://www.npmjs.com/package/stability-ai (read 2026-11-29).
 */
final class StabilityImage implements ImageTranslator {

    private static final List<String> RATIOS = List.of("1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21");
    private static final Set<String> OWN = Set.of("negative_prompt", "seed", "style_preset", "cfg_scale", "aspect_ratio");
    private static final Set<String> TOOLS = Set.of(
            "inpaint", "erase", "outpaint", "search-and-replace", "search-and-recolor", "remove-background");
    private static final Set<String> WORDLESS = Set.of("erase", "remove-background");
    private static final Set<String> OWN_OF_TOOLS = Set.of(
            "negative_prompt", "seed", "style_preset", "grow_mask", "search_prompt", "select_prompt", "left", "right", "up",
            "down", "creativity");
    private static final String STRENGTH = "strength";
    private static final String CORE = "stable-image-core";
    private static final String ULTRA = "stable-image-ultra";

    @Override
    public int most(Upstream upstream) {
        return 1;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        boolean tool = TOOLS.contains(upstream.model());
        Upload source = tool || !request.images().isEmpty() || request.mask() != null
                ? PictureSettings.changed(request, "Stability")
                : null;
        if (request.count() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "n", "the model draws one picture in a call");
        }
        List<Warning> warnings = new ArrayList<>();
        MultipartBody form = new MultipartBody();
        if (WORDLESS.contains(upstream.model())) {
            warnings.add(new Warning("prompt", "the tool takes no words; not sent"));
        } else {
            form.field("prompt", request.prompt());
        }
        String path = tool ? "/edit/" + upstream.model() : "/generate/" + drawing(request, upstream, source, form);
        if (source != null) {
            form.file("image", "image", ImageFiles.type(source), source);
            if (AspectRatios.pixels(request.size()) != null) {
                warnings.add(new Warning("size", "the picture keeps its own; not sent"));
            }
        } else {
            size(request.size(), form, warnings);
        }
        if (request.outputFormat() != null) {
            if (path.endsWith("/sd3") && request.outputFormat().equals("webp")) {
                throw new InvalidRequestException("output_format", "Stable Diffusion 3 draws png and jpeg only");
            }
            form.field("output_format", request.outputFormat());
        }
        if (request.outputCompression() != null) {
            warnings.add(new Warning("output_compression", "Stability has no such setting; not sent"));
        }
        PictureSettings.unsent(request, "Stability", warnings);
        request.extra().forEach((field, value) -> {
            if ((tool ? OWN_OF_TOOLS : OWN).contains(field) || source != null && !tool && field.equals(STRENGTH)) {
                form.field(field, Json.fromJava(value).asText());
            } else {
                warnings.add(new Warning(field, "Stability has no such field; not sent"));
            }
        });
        Map<String, String> headers = new LinkedHashMap<>(form.headers());
        headers.put("accept", "application/json");
        return new WireRequest(upstream.baseUrl() + "/stable-image" + path, headers, form.build(), warnings);
    }

    /** The operation that draws; for a picture to be changed, how. */
    private static String drawing(
            ImageRequest request, Upstream upstream, @Nullable Upload source, MultipartBody form) {
        String operation = switch (upstream.model()) {
            case CORE -> "core";
            case ULTRA -> "ultra";
            default -> {
                form.field("model", upstream.model());
                yield "sd3";
            }
        };
        if (source == null) {
            return operation;
        }
        if (operation.equals("core")) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "image", "the model draws from words only");
        }
        if (!request.extra().containsKey(STRENGTH)) {
            throw new ProviderException(FailureKind.UNSUPPORTED, STRENGTH,
                    "the model changes pictures by a strength from 0 to 1, which the request does not name");
        }
        if (operation.equals("sd3")) {
            form.field("mode", "image-to-image");
        }
        return operation;
    }

    private static void size(@Nullable String size, MultipartBody form, List<Warning> warnings) {
        AspectRatios.Pixels pixels = AspectRatios.pixels(size);
        if (pixels == null) {
            return;
        }
        String ratio = AspectRatios.nearest(pixels, RATIOS);
        form.field("aspect_ratio", ratio);
        warnings.add(new Warning("size", "drawn in " + ratio + ", not to the pixel"));
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        if ("CONTENT_FILTERED".equals(Json.text(body, "finish_reason"))) {
            throw new ProviderException(FailureKind.CONTENT_FILTERED, "the provider's filter kept the picture back");
        }
        String image = Json.textOrEmpty(body, "image");
        if (image.isEmpty()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no picture");
        }
        return new ImageResponse(List.of(new Picture(ImageTypes.of(image, "image/png"), image, null)), null);
    }
}
