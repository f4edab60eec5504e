package dev.synaxis.dialect.cloudflare;

import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

/** Reads {@code {"result": {"audio": "<base64>"}}}: MP3, or WAV where it begins like one. */
final class SpokenJson implements SpeechStream {

    private static final int OK = 200;

    /** {@code RIFF} in base64, as far as whole characters go. */
    private static final String WAV = "UklGR";

    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private String contentType = "audio/mpeg";

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public void bytes(byte[] piece, Consumer<byte[]> audio) {
        whole.writeBytes(piece);
    }

    @Override
    public void end(Consumer<byte[]> audio) {
        String spoken = Json.textOrEmpty(Envelope.result(new WireReply(OK, Map.of(), whole.toByteArray())), "audio");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(spoken);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the audio is not in base64");
        }
        if (bytes.length == 0) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no audio");
        }
        contentType = spoken.startsWith(WAV) ? "audio/wav" : "audio/mpeg";
        audio.accept(bytes);
    }
}
