package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.ImageResponse.Picture;
import dev.synaxis.wire.ImageTypes;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** An answer of Imagen: {@code predictions[]}, a picture or the reason why there is none. It counts no tokens. */
final class ImagenReply {

    private ImagenReply() {}

    static ImageResponse read(JsonNode answer) {
        List<Picture> pictures = new ArrayList<>();
        String reason = null;
        for (JsonNode prediction : answer.path("predictions")) {
            String data = Json.text(prediction, "bytesBase64Encoded");
            if (data != null && !data.isEmpty()) {
                String said = Json.text(prediction, "mimeType");
                pictures.add(new Picture(
                        said == null ? ImageTypes.of(data, "image/png") : said, data, Json.text(prediction, "prompt")));
            } else if (reason == null) {
                reason = Json.text(prediction, "raiFilteredReason");
            }
        }
        if (pictures.isEmpty()) {
            throw reason == null
                    ? new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has no pictures")
                    : new ProviderException(FailureKind.CONTENT_FILTERED, "Google kept the picture back: " + reason);
        }
        return new ImageResponse(pictures, null);
    }
}
