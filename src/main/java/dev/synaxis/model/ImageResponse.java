package dev.synaxis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that were drawn.
 *
 * @param usage null where the vendor counted no tokens
 */
public record ImageResponse(List<Picture> pictures, @Nullable TokenUsage usage) {

    public ImageResponse {
        pictures = List.copyOf(pictures);
    }

    /**
     * One picture.
     *
     * @param mediaType     such as {@code image/png}
     * @param base64        standard alphabet, padded
     * @param revisedPrompt the prompt that the vendor drew in the place of the client's; null where it did not say
     */
    public record Picture(String mediaType, String base64, @Nullable String revisedPrompt) {}
}
