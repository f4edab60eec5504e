package dev.synaxis.dialect.stability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
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
 */
final class StabilityImage implements ImageTranslator {

    private static final List<String> RATIOS = List.of("1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21");
    private static final Set<String> OWN = Set.of("negative_prompt", "seed", "style_preset", "cfg_scale", "aspect_ratio");
    private static final String CORE = "stable-image-core";
    private static final String ULTRA = "stable-image-ultra";

    @Override
    public int most(Upstream upstream) {
        return 1;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        PictureSettings.drawnFromWords(request, "Stability");
        if (request.count() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "n", "the model draws one picture in a call");
        }
        List<Warning> warnings = new ArrayList<>();
        MultipartBody form = new MultipartBody().field("prompt", request.prompt());
        String operation = switch (upstream.model()) {
            case CORE -> "core";
            case ULTRA -> "ultra";
            default -> {
                form.field("model", upstream.model());
                yield "sd3";
            }
        };
        size(request.size(), form, warnings);
        if (request.outputFormat() != null) {
            if (operation.equals("sd3") && request.outputFormat().equals("webp")) {
                throw new InvalidRequestException("output_format", "Stable Diffusion 3 draws png and jpeg only");
            }
            form.field("output_format", request.outputFormat());
        }
        if (request.outputCompression() != null) {
            warnings.add(new Warning("output_compression", "Stability has no such setting; not sent"));
        }
        PictureSettings.unsent(request, "Stability", warnings);
        request.extra().forEach((field, value) -> {
            if (OWN.contains(field)) {
                form.field(field, Json.fromJava(value).asText());
            } else {
                warnings.add(new Warning(field, "Stability has no such field; not sent"));
            }
        });
        Map<String, String> headers = new LinkedHashMap<>(form.headers());
        headers.put("accept", "application/json");
        return new WireRequest(
                upstream.baseUrl() + "/stable-image/generate/" + operation, headers, form.build(), warnings);
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
