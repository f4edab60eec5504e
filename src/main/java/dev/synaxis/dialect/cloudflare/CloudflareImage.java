package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AspectRatios;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.MultipartBody;
import dev.synaxis.dialect.PictureSettings;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Pictures. FLUX.1 takes a prompt and nothing else but {@code steps}; FLUX.2 takes a form, and up to four pictures
 * in it ({@code input_image_0} to {@code _3}); all others take JSON with
 * {@code width} and {@code height}. One picture comes back: the bytes themselves, or {@code result.image} in base64.
 * Sources: https://developers.cloudflare.com/ai/models/@cf/black-forest-labs/flux-1-schnell/, .../flux-2-dev/,
 * https://developers.cloudflare.com/ai/models/@cf/leonardo/lucid-origin/ and .../phoenix-1.0/ (read 2026-11-23),
 * https://developers.cloudflare.com/changelog/2026-01-28-flux-2-klein-9b-workers-ai/ (read 2026-11-29).
 */
final class CloudflareImage implements ImageTranslator {

    private static final int MOST_IMAGES = 4;
    private static final Set<String> STEPS = Set.of("steps");
    private static final Set<String> OWN = Set.of("negative_prompt", "guidance", "seed", "num_steps");

    @Override
    public int most(Upstream upstream) {
        return 1;
    }

    @Override
    public WireRequest request(ImageRequest request, Upstream upstream) {
        boolean second = upstream.model().contains("flux-2-");
        if (!second) {
            PictureSettings.drawnFromWords(request, "the model");
        } else if (request.mask() != null || request.images().size() > MOST_IMAGES) {
            throw new ProviderException(FailureKind.UNSUPPORTED, request.mask() != null ? "mask" : "image",
                    "the model takes four pictures and no mask");
        }
        if (request.count() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "n", "the model draws one picture in a call");
        }
        boolean first = upstream.model().contains("flux-1-");
        List<Warning> warnings = new ArrayList<>();
        ObjectNode fields = Json.object().put("prompt", request.prompt());
        AspectRatios.Pixels pixels = AspectRatios.pixels(request.size());
        if (pixels != null && first) {
            warnings.add(new Warning("size", "the model draws in one size; not sent"));
        } else if (pixels != null) {
            fields.put("width", pixels.width()).put("height", pixels.height());
        }
        unsent(request, warnings);
        Set<String> own = first || second ? STEPS : OWN;
        request.extra().forEach((field, value) -> {
            if (own.contains(field)) {
                fields.set(field, Json.fromJava(value));
            } else {
                warnings.add(new Warning(field, "the model has no such field; not sent"));
            }
        });
        String url = CloudflareUrl.of(upstream);
        return second
                ? form(url, fields, request.images(), warnings)
                : new WireRequest(url, WireRequest.JSON, Json.bytes(fields), warnings);
    }

    private static void unsent(ImageRequest request, List<Warning> warnings) {
        if (request.outputFormat() != null) {
            warnings.add(new Warning("output_format", "the model draws in one format, png or jpeg; not sent"));
        }
        if (request.outputCompression() != null) {
            warnings.add(new Warning("output_compression", "Workers AI has no such setting; not sent"));
        }
        PictureSettings.unsent(request, "Workers AI", warnings);
    }

    private static WireRequest form(String url, ObjectNode fields, List<Upload> images, List<Warning> warnings) {
        MultipartBody form = new MultipartBody();
        fields.properties().forEach(field -> form.field(field.getKey(), field.getValue().asText()));
        for (int i = 0; i < images.size(); i++) {
            form.file("input_image_" + i, "image" + i, ImageFiles.type(images.get(i)), images.get(i));
        }
        return new WireRequest(url, form.headers(), form.build(), warnings);
    }

    @Override
    public ImageResponse response(ImageRequest request, WireReply reply) {
        String image = SpeechFormats.typeOf(reply).startsWith("image/")
                ? Base64.getEncoder().encodeToString(reply.body())
                : Json.textOrEmpty(Envelope.result(reply), "image");
        if (image.isEmpty()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no picture");
        }
        return new ImageResponse(List.of(new Picture(ImageTypes.of(image, "image/jpeg"), image, null)), null);
    }
}
