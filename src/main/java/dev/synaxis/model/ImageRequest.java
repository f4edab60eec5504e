package dev.synaxis.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture to draw, or pictures to change. Settings are in OpenAI's words, null where the client said nothing.
 *
 * @param images            what is to be changed, or drawn after; empty where a picture is drawn from words alone
 * @param mask              transparent where the first of the images may be changed; null where all of it may
 * @param n                 how many pictures
 * @param size              {@code 1024x1536}, width first, or {@code auto}
 * @param quality           {@code low}, {@code medium}, {@code high}, {@code auto}; {@code standard}, {@code hd}
 * @param style             {@code vivid} or {@code natural}
 * @param background        {@code transparent}, {@code opaque} or {@code auto}
 * @param outputFormat      {@code png}, {@code jpeg}, {@code webp}
 * @param outputCompression 0 to 100, of jpeg and webp
 * @param moderation        {@code low} or {@code auto}
 * @param inputFidelity     {@code low} or {@code high}: how closely the images are kept to
 * @param partialImages     0 to 3 unfinished pictures before each finished one of a stream
 * @param extra             top-level fields of the client's request that the canonical form does not name
 */
public record ImageRequest(
        String model,
        String prompt,
        List<Upload> images,
        @Nullable Upload mask,
        @Nullable Integer n,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String style,
        @Nullable String background,
        @Nullable String outputFormat,
        @Nullable Integer outputCompression,
        @Nullable String moderation,
        @Nullable String inputFidelity,
        @Nullable Integer partialImages,
        @Nullable String user,
        Map<String, Object> extra) {

    public ImageRequest {
        images = List.copyOf(images);
    }

    /** How many pictures are asked for. */
    public int count() {
        return n == null ? 1 : n;
    }

    /** The same request for so many pictures. */
    public ImageRequest withCount(int pictures) {
        return new ImageRequest(
                model, prompt, images, mask, pictures, size, quality, style, background, outputFormat,
                outputCompression, moderation, inputFidelity, partialImages, user, extra);
    }

    /** The same request with other images. */
    public ImageRequest with(List<Upload> otherImages, @Nullable Upload otherMask) {
        return new ImageRequest(
                model, prompt, otherImages, otherMask, n, size, quality, style, background, outputFormat,
                outputCompression, moderation, inputFidelity, partialImages, user, extra);
    }
}
