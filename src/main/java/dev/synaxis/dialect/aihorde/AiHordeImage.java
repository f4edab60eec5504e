package dev.synaxis.dialect.aihorde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.PictureSettings;
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
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pictures by {@code POST /generate/async}: the prompt, the acceptable models, and {@code params} with sides that are
 * multiples of 64 from 64 to 3,072 pixels. They come as WebP, in the answer itself ({@code r2: false}) or behind a URL.
 * A picture to be changed is {@code source_image}, in base64.
 * Fields of the horde's own that a client sends go where the horde has them. Source: https://aihorde.net/api and its code,
 * https://github.com/Haidra-Org/AI-Horde/blob/main/horde/apis/models/stable_v2.py (read 2026-11-23).
 */
final class AiHordeImage implements ImageTranslator {

    private static final int MOST = 20;
    private static final int STEP = 64;
    private static final int LONGEST = 3072;

    private static final Set<String> PARAMS = Set.of(
            "sampler_name", "cfg_scale", "denoising_strength", "seed", "seed_variation", "post_processing", "karras", "tiling",
            "hires_fix", "clip_skip", "facefixer_strength", "loras", "tis", "special", "steps");
    private static final Set<String> OWN = Set.of(
            "nsfw", "trusted_workers", "slow_workers", "censor_nsfw", "workers", "worker_blacklist", "shared",
            "replacement_filter");

    @Override
    public int most(Upstream upstream) {
        return MOST;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        Upload source = request.images().isEmpty() && request.mask() == null
                ? null
                : PictureSettings.changed(request, "the horde");
        List<Warning> warnings = new ArrayList<>();
        ObjectNode body = Json.object().put("prompt", request.prompt());
        body.putArray("models").add(upstream.model());
        ObjectNode params = body.putObject("params").put("n", Math.min(request.count(), MOST));
        size(request.size(), params, warnings);
        body.put("r2", false);
        if (request.outputFormat() != null && !request.outputFormat().equals("webp")) {
            warnings.add(new Warning("output_format", "the horde draws webp"));
        }
        if (request.outputCompression() != null) {
            warnings.add(new Warning("output_compression", "the horde has no such setting; not sent"));
        }
        PictureSettings.unsent(request, "the horde", warnings);
        request.extra().forEach((field, value) -> {
            if (PARAMS.contains(field)) {
                params.set(field, Json.fromJava(value));
            } else if (OWN.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else {
                warnings.add(new Warning(field, "the horde has no such field; not sent"));
            }
        });
        String url = upstream.baseUrl() + "/generate/async";
        return source == null
                ? new WireRequest(url, WireRequest.JSON, Json.bytes(body), warnings)
                : new WireRequest(url, WireRequest.JSON, withSource(body, source), warnings);
    }

    /** The picture is read from where it is while the body is sent. */
    private static WireBody withSource(ObjectNode body, Upload source) {
        String fields = body.put("source_processing", "img2img").toString();
        String before = fields.substring(0, fields.length() - 1) + ",\"source_image\":\"";
        return new WireBody.Streamed(List.of(
                new WireBody.Literal(before.getBytes(StandardCharsets.UTF_8)),
                new WireBody.InBase64(source),
                new WireBody.Literal("\"}".getBytes(StandardCharsets.UTF_8))));
    }

    private static void size(@Nullable String size, ObjectNode params, List<Warning> warnings) {
        AspectRatios.Pixels pixels = AspectRatios.pixels(size);
        if (pixels == null) {
            return;
        }
        int width = side(pixels.width());
        int height = side(pixels.height());
        params.put("width", width).put("height", height);
        if (width != pixels.width() || height != pixels.height()) {
            warnings.add(new Warning("size", "the horde draws in steps of 64 pixels: " + width + "x" + height));
        }
    }

    private static int side(int pixels) {
        return Math.clamp((long) Math.round(pixels / (float) STEP) * STEP, STEP, LONGEST);
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply) {
        return response(request, reply, url -> {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's pictures are somewhere else");
        });
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply, Function<String, MediaSource.Data> fetch) {
        JsonNode generations = Json.parseObject(reply.body()).orElseGet(Json::object).path("generations");
        List<Picture> pictures = new ArrayList<>();
        boolean censored = false;
        for (JsonNode generation : generations) {
            String picture = Json.textOrEmpty(generation, "img");
            if (generation.path("censored").asBoolean()) {
                censored = true;
            } else if (picture.startsWith("https:") || picture.startsWith("http:")) {
                MediaSource.Data data = fetch.apply(picture);
                pictures.add(new Picture(data.mediaType(), data.base64(), null));
            } else if (!picture.isEmpty()) {
                pictures.add(new Picture(ImageTypes.of(picture, "image/webp"), picture, null));
            }
        }
        if (pictures.isEmpty()) {
            throw censored
                    ? new ProviderException(FailureKind.CONTENT_FILTERED, "the horde's filter kept the picture back")
                    : new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no picture");
        }
        return new ImageResponse(pictures, null);
    }
}
