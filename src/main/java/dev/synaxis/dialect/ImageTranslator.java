package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;

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
}
