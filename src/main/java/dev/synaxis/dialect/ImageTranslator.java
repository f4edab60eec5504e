package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.MediaSource;
import java.util.function.Function;

/** Pictures in one dialect. */
public interface ImageTranslator {

    /** Most pictures of one call; who wants more is answered in several. */
    int most(Upstream upstream);

    /**
     * The vendor's form of the request, always for a whole answer. What the vendor cannot do but can do without becomes a
     * warning.
     *
     * @throws ProviderException UNSUPPORTED for what it cannot be asked for, such as a mask
     */
    WireRequest request(ImageRequest request, Upstream upstream);

    /**
     * @throws ProviderException MALFORMED_REPLY where there is no picture in it, CONTENT_FILTERED where a filter kept all
     *     of them back
     */
    ImageResponse response(ImageRequest request, WireReply reply);

    /**
     * The same for a vendor that answers in the background and may point to its pictures.
     *
     * @param fetch the picture behind a URL, which may be a data URL
     */
    default ImageResponse response(ImageRequest request, WireReply reply, Function<String, MediaSource.Data> fetch) {
        return response(request, reply);
    }
}
