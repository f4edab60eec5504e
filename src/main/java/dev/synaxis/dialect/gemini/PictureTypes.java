package dev.synaxis.dialect.gemini;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.Upload;
import dev.synaxis.wire.ImageTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** The media type of an image that a client sent: what its first bytes say, else what the client said. */
final class PictureTypes {

    private static final int BEGINNING = 12;

    private PictureTypes() {}

    static String of(Upload image) {
        String said = image.contentType();
        String otherwise = said != null && said.startsWith("image/") ? said : "image/png";
        try (InputStream in = image.open()) {
            return ImageTypes.of(Base64.getEncoder().encodeToString(in.readNBytes(BEGINNING)), otherwise);
        } catch (IOException e) {
            throw new ProviderException(FailureKind.NETWORK, "the image cannot be read");
        }
    }
}
