package dev.synaxis.dialect;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the dialects share that draw from words alone and know few of OpenAI's settings. */
public final class PictureSettings {

    /** Words that ask for what there is anyway. */
    private static final Set<String> USUAL = Set.of("auto", "standard", "medium", "opaque");

    private PictureSettings() {}

    /** @throws InvalidRequestException naming {@code image}, where pictures are to be changed: another vendor may */
    public static void drawnFromWords(ImageRequest request, String vendor) {
        if (!request.images().isEmpty() || request.mask() != null) {
            throw new InvalidRequestException("image", vendor + " is asked for pictures of words only");
        }
    }

    /**
     * The one picture that is to be changed.
     *
     * @throws ProviderException UNSUPPORTED where there are several, or a mask: another vendor may
     */
    public static Upload changed(ImageRequest request, String vendor) {
        if (request.mask() != null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "mask", vendor + " takes no mask of transparency");
        }
        if (request.images().size() != 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "image", vendor + " changes one picture in a call");
        }
        return request.images().getFirst();
    }

    /** Warns of quality, style, background, moderation, fidelity, user and partial images, none of which is sent. */
    public static void unsent(ImageRequest request, String vendor, List<Warning> warnings) {
        unsent("quality", request.quality(), vendor, warnings);
        unsent("style", request.style(), vendor, warnings);
        unsent("background", request.background(), vendor, warnings);
        unsent("moderation", request.moderation(), vendor, warnings);
        unsent("input_fidelity", request.inputFidelity(), vendor, warnings);
        unsent("user", request.user(), vendor, warnings);
        if (request.partialImages() != null && request.partialImages() > 0) {
            warnings.add(new Warning("partial_images", vendor + " shows no unfinished pictures"));
        }
    }

    private static void unsent(String field, @Nullable String value, String vendor, List<Warning> warnings) {
        if (value != null && !USUAL.contains(value)) {
            warnings.add(new Warning(field, vendor + " has no such setting; not sent"));
        }
    }
}
