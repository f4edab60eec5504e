package dev.synaxis.dialect;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.wire.Wav;
import java.io.ByteArrayOutputStream;

/** Speech in one dialect: the request, and a reader of the answer. */
public interface SpeechTranslator {

    /**
     * The vendor's form of the request. What the vendor cannot do but can do without becomes a warning.
     *
     * @throws InvalidRequestException with the field, where this vendor cannot do it: another one may
     */
    WireRequest request(SpeechRequest request, Upstream upstream);

    /**
     * A reader of a 2xx answer.
     *
     * @param contentType the answer's own, in lower case; empty where it has none
     * @throws ProviderException MALFORMED_REPLY where that is no form in which this vendor speaks
     */
    SpeechStream stream(SpeechRequest request, String contentType);

    /**
     * The canonical form of a whole 2xx answer.
     *
     * @throws ProviderException MALFORMED_REPLY where it is not one; the vendor's failure where a 200 carries an error
     */
    default SpeechResponse response(SpeechRequest request, WireReply reply) {
        SpeechStream stream = stream(request, SpeechFormats.typeOf(reply));
        ByteArrayOutputStream audio = new ByteArrayOutputStream(reply.body().length);
        stream.bytes(reply.body(), audio::writeBytes);
        stream.end(audio::writeBytes);
        if (audio.size() == 0) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no audio");
        }
        return new SpeechResponse(Wav.sized(audio.toByteArray()), stream.contentType(), stream.usage());
    }
}
