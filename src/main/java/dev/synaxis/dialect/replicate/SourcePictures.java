package dev.synaxis.dialect.replicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.Upload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model calls the pictures that it draws from: one, or a list. They are sent as data URLs, of 10 MB together at most,
 * as the vendor's own client sends them (https://github.com/replicate/replicate-javascript, lib/util.js). Of models whose
 * schema is not known here a client writes the field itself. Sources: the input schemas at
 * https://replicate.com/black-forest-labs/flux-kontext-pro/api, .../flux-2-pro/api,
 * https://replicate.com/google/nano-banana/api, .../nano-banana-pro/api, https://replicate.com/bytedance/seedream-4/api,
 * https://replicate.com/stability-ai/stable-diffusion-3.5-large/api, .../stable-diffusion-3.5-medium/api; of
 * flux-kontext-max as public copies quote it (read 2026-11-29).
 *
 * @param field where the pictures are in {@code input}
 * @param list  whether that is a list
 * @param most  pictures of one call
 * @param ratio whether the model has to be told to keep the proportions of its first picture
 */
record SourcePictures(String field, boolean list, int most, boolean ratio) {

    private static final int MOST_BYTES = 10_000_000;

    /**
     * @return what the model takes
     * @throws ProviderException UNSUPPORTED where it draws from words only, as far as is known, or not from so many or so large
     *     pictures; and for a mask
     */
    static SourcePictures of(String model, ImageRequest request) {
        SourcePictures source = named(model.split(":", 2)[0]);
        if (source == null) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED, "image", "nothing is known of what the model would draw from");
        }
        if (request.mask() != null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "mask", "the model takes no mask of transparency");
        }
        if (request.images().size() > source.most) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "image", "the model draws from " + source.most + " at most");
        }
        if (request.images().stream().mapToLong(Upload::size).sum() / 3 * 4 > MOST_BYTES) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "image", "Replicate takes 10 MB in a request");
        }
        return source;
    }

    private static @Nullable SourcePictures named(String model) {
        return switch (model) {
            case "black-forest-labs/flux-kontext-pro", "black-forest-labs/flux-kontext-max" ->
                    new SourcePictures("input_image", false, 1, false);
            case "stability-ai/stable-diffusion-3.5-large", "stability-ai/stable-diffusion-3.5-medium" ->
                    new SourcePictures("image", false, 1, false);
            case "black-forest-labs/flux-2-pro" -> new SourcePictures("input_images", true, 8, true);
            case "google/nano-banana" -> new SourcePictures("image_input", true, 16, false);
            case "google/nano-banana-pro" -> new SourcePictures("image_input", true, 14, false);
            case "bytedance/seedream-4" -> new SourcePictures("image_input", true, 10, false);
            default -> null;
        };
    }

    /** The body whose {@code input} comes last, with the pictures in it; they are read from where they are while it is sent. */
    WireBody in(ObjectNode body, List<Upload> images) {
        String fields = body.toString();
        List<WireBody.Segment> segments = new ArrayList<>();
        StringBuilder before = new StringBuilder(fields.substring(0, fields.length() - 2))
                .append(",\"").append(field).append("\":").append(list ? "[" : "");
        for (Upload image : images) {
            String type = ImageFiles.type(image);
            before.append("\"data:").append(type == null ? "image/png" : type).append(";base64,");
            segments.add(literal(before.toString()));
            segments.add(new WireBody.InBase64(image));
            before = new StringBuilder(segments.size() == 2 * images.size() ? "\"" : "\",");
        }
        segments.add(literal(before.append(list ? "]" : "").append("}}").toString()));
        return new WireBody.Streamed(segments);
    }

    private static WireBody.Literal literal(String text) {
        return new WireBody.Literal(text.getBytes(StandardCharsets.UTF_8));
    }
}
