package dev.synaxis.dialect;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionResponse;

/** Transcription and translation of speech in one dialect. */
public interface TranscriptionTranslator {

    /**
     * The vendor's form of the request. What the vendor cannot do but can do without becomes a warning.
     *
     * @throws InvalidRequestException with the field, where this vendor cannot do it: another one may
     */
    WireRequest request(TranscriptionRequest request, Upstream upstream);

    /**
     * The canonical form of a 2xx answer, with segments where the request's format is timed.
     *
     * @throws ProviderException MALFORMED_REPLY where it is not one; the vendor's failure where a 200 carries an error
     */
    TranscriptionResponse response(TranscriptionRequest request, WireReply reply);
}
