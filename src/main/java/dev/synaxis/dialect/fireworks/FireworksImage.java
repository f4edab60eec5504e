package dev.synaxis.dialect.fireworks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.PictureSettings;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pictures. FLUX.1 schnell and dev draw at {@code <model>/text_to_image}: PNG in {@code base64} for {@code accept:
 * application/json}, the bytes themselves for {@code accept: image/jpeg}. FLUX.1 Kontext draws at {@code <model>}, from one
 * picture ({@code input_image}) where there is one; the picture is behind {@code result.sample}. Sources:
 * https://docs.fireworks.ai/api-reference/generate-a-new-image-from-a-text-prompt,
 * https://docs.fireworks.ai/api-reference/generate-or-edit-image-using-flux-kontext; {@code result.sample} and the data URL by
 * https://github.com/vercel/ai, packages/fireworks (read 2026-11-29).
 */
final class FireworksImage implements ImageTranslator {

    private static final List<String> RATIOS =
            List.of("1:1", "21:9", "16:9", "3:2", "5:4", "4:5", "2:3", "9:16", "9:21", "4:3", "3:4");
    private static final Set<String> OWN = Set.of("guidance_scale", "num_inference_steps", "seed", "aspect_ratio");
    private static final Set<String> OWN_OF_KONTEXT =
            Set.of("seed", "aspect_ratio", "prompt_upsampling", "safety_tolerance");

    @Override
    public int most(Upstream upstream) {
        return 1;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        boolean kontext = FireworksUrl.isKontext(upstream);
        if (!kontext) {
            PictureSettings.drawnFromWords(request, "the model");
        }
        Upload source = request.images().isEmpty() && request.mask() == null
                ? null
                : PictureSettings.changed(request, "Fireworks");
        if (request.count() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "n", "the model draws one picture in a call");
        }
        List<Warning> warnings = new ArrayList<>();
        ObjectNode body = Json.object().put("prompt", request.prompt());
        size(request.size(), body, warnings);
        String format = format(request.outputFormat(), warnings);
        if (kontext && format != null) {
            body.put("output_format", format);
        }
        if (request.outputCompression() != null) {
            warnings.add(new Warning("output_compression", "Fireworks has no such setting; not sent"));
        }
        PictureSettings.unsent(request, "Fireworks", warnings);
        request.extra().forEach((field, value) -> {
            if ((kontext ? OWN_OF_KONTEXT : OWN).contains(field)) {
                body.set(field, Json.fromJava(value));
            } else {
                warnings.add(new Warning(field, "the model has no such field; not sent"));
            }
        });
        Map<String, String> headers = Map.of(
                "content-type", "application/json",
                "accept", kontext || !"jpeg".equals(format) ? "application/json" : "image/jpeg");
        String url = FireworksUrl.of(upstream) + (kontext ? "" : "/text_to_image");
        return source == null
                ? new WireRequest(url, headers, Json.bytes(body), warnings)
                : new WireRequest(url, headers, from(source, body), warnings);
    }

    private static void size(@Nullable String size, ObjectNode body, List<Warning> warnings) {
        AspectRatios.Pixels pixels = AspectRatios.pixels(size);
        if (pixels != null) {
            String ratio = AspectRatios.nearest(pixels, RATIOS);
            body.put("aspect_ratio", ratio);
            warnings.add(new Warning("size", "drawn in " + ratio + ", not to the pixel"));
        }
    }

    private static @Nullable String format(@Nullable String format, List<Warning> warnings) {
        if ("webp".equals(format)) {
            warnings.add(new Warning("output_format", "Fireworks draws png and jpeg only; not sent"));
            return null;
        }
        return format;
    }

    /** The picture is read from where it is while the body is sent. */
    private static WireBody from(Upload source, ObjectNode body) {
        String type = ImageFiles.type(source);
        String fields = body.toString();
        String before = fields.substring(0, fields.length() - 1) + ",\"input_image\":\"data:"
                + (type == null ? "image/png" : type) + ";base64,";
        return new WireBody.Streamed(List.of(
                new WireBody.Literal(before.getBytes(StandardCharsets.UTF_8)),
                new WireBody.InBase64(source),
                new WireBody.Literal("\"}".getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply) {
        return response(request, reply, url -> {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's pictures are somewhere else");
        });
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply, Function<String, MediaSource.Data> fetch) {
        if (SpeechFormats.typeOf(reply).startsWith("image/")) {
            filtered(reply.headers().get("finish-reason"));
            return of(Base64.getEncoder().encodeToString(reply.body()));
        }
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        filtered(Json.text(body, "finishReason"));
        String sample = Json.text(body.path("result"), "sample");
        if (sample != null) {
            MediaSource.Data data = fetch.apply(sample);
            return new ImageResponse(List.of(new Picture(data.mediaType(), data.base64(), null)), null);
        }
        JsonNode image = body.path("base64");
        String data = (image.isArray() ? image.path(0) : image).asText("");
        if (data.isEmpty()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no picture");
        }
        return of(data.startsWith("data:") ? data.substring(data.indexOf(',') + 1) : data);
    }

    private static ImageResponse of(String base64) {
        return new ImageResponse(List.of(new Picture(ImageTypes.of(base64, "image/png"), base64, null)), null);
    }

    private static void filtered(@Nullable String finishReason) {
        if ("CONTENT_FILTERED".equals(finishReason)) {
            throw new ProviderException(FailureKind.CONTENT_FILTERED, "the provider's filter kept the picture back");
        }
    }
}
