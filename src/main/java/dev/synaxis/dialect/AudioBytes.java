package dev.synaxis.dialect;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.Wav;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Audio that a vendor sends as the bytes of its answer, handed on as they are or behind a header. */
public final class AudioBytes implements SpeechStream {

    private final String contentType;
    private byte @Nullable [] header;

    private AudioBytes(String contentType, byte @Nullable [] header) {
        this.contentType = contentType;
        this.header = header;
    }

    /**
     * The vendor's bytes.
     *
     * @param sent   the content type that the vendor sent, in lower case
     * @param format what it was asked for
     * @throws ProviderException MALFORMED_REPLY where the vendor did not send audio
     */
    public static AudioBytes plain(String sent, @Nullable String format) {
        check(sent);
        return new AudioBytes(sent.startsWith("audio/") ? sent : SpeechFormats.contentType(format), null);
    }

    /**
     * The vendor's 16-bit mono samples as a WAV file.
     *
     * @throws ProviderException MALFORMED_REPLY where the vendor did not send audio
     */
    public static AudioBytes wav(String sent, int rate) {
        check(sent);
        return new AudioBytes("audio/wav", Wav.header(rate, 1));
    }

    private static void check(String sent) {
        if (!SpeechFormats.canBeAudio(sent)) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not audio");
        }
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public void bytes(byte[] piece, Consumer<byte[]> audio) {
        if (piece.length == 0) {
            return;
        }
        if (header != null) {
            audio.accept(header);
            header = null;
        }
        audio.accept(piece);
    }
}
