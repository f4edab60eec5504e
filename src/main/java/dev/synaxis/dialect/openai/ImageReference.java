package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that a JSON edit names: {@code {"image_url": ...}} or {@code {"file_id": ...}}.
 *
 * @param field where it stands: {@code images[0]}
 */
public record ImageReference(String field, MediaSource source) {

    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    /** @throws InvalidRequestException 400; {@code param} names the field */
    static List<ImageReference> all(ObjectNode tree) {
        JsonNode images = tree.get("images");
        if (images == null) {
            throw Faults.missing("images");
        }
        if (!images.isArray() || images.isEmpty()) {
            throw Faults.value("images", "expected at least one image");
        }
        List<ImageReference> all = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            all.add(read(images.get(i), "images[" + i + "]"));
        }
        return List.copyOf(all);
    }

    static ImageReference read(JsonNode image, String field) {
        String url = Json.text(image, "image_url");
        String file = Json.text(image, "file_id");
        if ((url == null) == (file == null)) {
            throw Faults.value(field, "expected either image_url or file_id");
        }
        return new ImageReference(
                field, file != null ? new MediaSource.FileId(file) : source(String.valueOf(url), field + ".image_url"));
    }

    /** @param param where the URL stands */
    static MediaSource source(String url, String param) {
        if (!url.regionMatches(true, 0, DATA, 0, DATA.length())) {
            return new MediaSource.Url(url);
        }
        int comma = url.indexOf(BASE64);
        if (comma < 0) {
            throw Faults.value(param, "a data URL must be in base64");
        }
        return new MediaSource.Data(url.substring(DATA.length(), comma), url.substring(comma + BASE64.length()));
    }
}
