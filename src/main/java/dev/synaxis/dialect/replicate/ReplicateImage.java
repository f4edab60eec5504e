package dev.synaxis.dialect.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.PictureSettings;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pictures by {@code POST /models/<owner>/<name>/predictions}, or by {@code POST /predictions} with a {@code version} for a
 * model that is named with one ({@code owner/name:version}). What a model takes is its own: {@code prompt} and
 * {@code aspect_ratio} are those of nearly all that draw, and the client's further fields go into {@code input} as they are.
 * The vendor is not asked to hold the request until the picture is there ({@code Prefer: wait}), because what has no id yet
 * cannot be stopped. Pictures to be changed have a field of each model's own ({@link SourcePictures}). Source: https://replicate.com/docs/topics/predictions/create-a-prediction,
 * https://replicate.com/black-forest-labs/flux-schnell/api (read 2026-11-23).
 */
final class ReplicateImage implements ImageTranslator {

    /** Those that the usual models have in common. */
    private static final List<String> RATIOS = List.of("1:1", "16:9", "9:16", "4:3", "3:4");

    @Override
    public int most(Upstream upstream) {
        return 1;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        SourcePictures source = request.images().isEmpty() && request.mask() == null
                ? null
                : SourcePictures.of(upstream.model(), request);
        if (request.count() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "n", "a prediction is asked for one picture");
        }
        List<Warning> warnings = new ArrayList<>();
        ObjectNode body = Json.object();
        String model = upstream.model();
        String path = "/predictions";
        if (model.indexOf(':') >= 0) {
            body.put("version", model);
        } else {
            path = "/models/" + Arrays.stream(model.split("/", 2)).map(ReplicateImage::encoded).collect(Collectors.joining("/"))
                    + "/predictions";
        }
        ObjectNode input = body.putObject("input").put("prompt", request.prompt());
        size(request.size(), source, input, warnings);
        if (request.outputFormat() != null) {
            input.put("output_format", request.outputFormat().equals("jpeg") ? "jpg" : request.outputFormat());
        }
        if (request.outputCompression() != null) {
            input.put("output_quality", request.outputCompression());
        }
        PictureSettings.unsent(request, "Replicate", warnings);
        request.extra().forEach((field, value) -> input.set(field, Json.fromJava(value)));
        String url = upstream.baseUrl() + path;
        return source == null
                ? new WireRequest(url, WireRequest.JSON, Json.bytes(body), warnings)
                : new WireRequest(url, WireRequest.JSON, source.in(body, request.images()), warnings);
    }

    private static void size(
            @Nullable String size, @Nullable SourcePictures source, ObjectNode input, List<Warning> warnings) {
        AspectRatios.Pixels pixels = AspectRatios.pixels(size);
        if (pixels == null) {
            if (source != null && source.ratio()) {
                input.put("aspect_ratio", "match_input_image");
            }
            return;
        }
        String ratio = AspectRatios.nearest(pixels, RATIOS);
        if (source != null || !ratio.equals("1:1")) {
            input.put("aspect_ratio", ratio);
        }
        warnings.add(new Warning("size", "drawn in " + ratio + ", not to the pixel"));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply) {
        return response(request, reply, url -> {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's pictures are somewhere else");
        });
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply, Function<String, MediaSource.Data> fetch) {
        JsonNode output = Json.parseObject(reply.body()).orElseGet(Json::object).path("output");
        List<String> urls = new ArrayList<>();
        if (output.isTextual()) {
            urls.add(output.textValue());
        }
        for (JsonNode one : output) {
            if (one.isTextual()) {
                urls.add(one.textValue());
            }
        }
        if (urls.isEmpty()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no picture");
        }
        List<ImageResponse.Picture> pictures = new ArrayList<>();
        for (String url : urls) {
            MediaSource.Data data = fetch.apply(url);
            pictures.add(new ImageResponse.Picture(data.mediaType(), data.base64(), null));
        }
        return new ImageResponse(pictures, null);
    }
}
