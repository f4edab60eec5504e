package dev.synaxis.dialect.openai;

import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.wire.SseWriter;
import java.time.Instant;

/** Writes a stream of pictures in OpenAI's form. */
public final class OpenAiImageWriter {

    private final String type;
    private final ImageRequest request;
    private final Instant created;

    public OpenAiImageWriter(boolean edit, ImageRequest request, Instant created) {
        this.type = edit ? "image_edit" : "image_generation";
        this.request = request;
        this.created = created;
    }

    /** @param index which unfinished picture of its finished one this is, from 0 */
    public void partial(Picture picture, int index, SseWriter out) {
        out.event(type + ".partial_image", OpenAiImages.partial(type, request, picture, index, created));
    }

    /** An event for each finished picture; the usage goes with the last. */
    public void completed(ImageResponse response, SseWriter out) {
        int left = response.pictures().size();
        for (Picture picture : response.pictures()) {
            left--;
            var usage = left > 0 || response.usage() == null
                    ? null
                    : OpenAiImages.usage(response.usage());
            out.event(type + ".completed", OpenAiImages.completed(type, request, picture, usage, created));
        }
    }
}
