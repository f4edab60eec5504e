package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;

/** Chat in one dialect: request, reply and stream. (The fourth verb, error, is {@link Dialect#failure}.) */
public interface ChatTranslator {

    /**
     * The vendor's form of the request. What the vendor cannot do but can do without becomes a warning.
     *
     * @throws ProviderException UNSUPPORTED where the request means nothing without it
     */
    WireRequest request(ChatRequest request, Upstream upstream);

    /**
     * Whether the vendor fetches a URL in this part by itself. Where it does not, the caller puts the bytes in the
     * part's place before {@link #request}.
     */
    default boolean takesUrl(ContentPart part, MediaSource.Url url) {
        return true;
    }

    /**
     * The canonical form of a 2xx answer.
     *
     * @throws ProviderException MALFORMED_REPLY where it is not one; the vendor's failure where a 200 carries an error
     */
    ChatResponse response(ChatRequest request, WireReply reply);

    /** A reader for one streamed answer. */
    ChatStream stream(ChatRequest request);
}
