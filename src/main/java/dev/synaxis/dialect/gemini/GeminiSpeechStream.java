package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseReader;
import dev.synaxis.wire.Wav;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the audio out of GenerateContentResponse objects: {@code inlineData} of type {@code
 * audio/L16;codec=pcm;rate=24000}, or of type {@code audio/wav}, whose samples are taken out of the file.
 */
final class GeminiSpeechStream implements SpeechStream {

    private static final Pattern RATE = Pattern.compile("rate=(\\d{4,6})\\b");
    private static final Pattern CHANNELS = Pattern.compile("channels=(\\d)\\b");
    private static final int BITS = 16;

    private final boolean wav;
    private final @Nullable ByteArrayOutputStream whole;
    private final SseReader events = new SseReader();
    private final UsageReader usage = new UsageReader();
    private int rate = SpeechFormats.PCM_RATE;
    private boolean begun;
    private boolean finished;

    /**
     * @param wav      whether the client gets a file, not bare samples
     * @param oneValue whether the answer is one JSON value, not events
     */
    GeminiSpeechStream(boolean wav, boolean oneValue) {
        this.wav = wav;
        this.whole = oneValue ? new ByteArrayOutputStream() : null;
    }

    @Override
    public String contentType() {
        if (wav) {
            return "audio/wav";
        }
        return rate == SpeechFormats.PCM_RATE ? "audio/pcm" : "audio/pcm;rate=" + rate;
    }

    @Override
    public void bytes(byte[] piece, Consumer<byte[]> audio) {
        if (whole != null) {
            whole.writeBytes(piece);
        } else {
            events.feed(piece, event -> read(event.data(), audio));
        }
    }

    /** @throws ProviderException NETWORK where the vendor had not said that it is finished */
    @Override
    public void end(Consumer<byte[]> audio) {
        if (whole != null) {
            read(whole.toByteArray(), audio);
        } else {
            events.end(event -> read(event.data(), audio));
        }
        if (!finished) {
            throw new ProviderException(FailureKind.NETWORK, "the audio was cut: the provider gave no finish reason");
        }
    }

    private void read(byte[] json, Consumer<byte[]> audio) {
        JsonNode answer;
        try {
            answer = Json.parse(json);
        } catch (IOException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not JSON");
        }
        if (answer.isArray()) {
            answer.forEach(part -> read(part, audio));
        } else {
            read(answer, audio);
        }
    }

    private void read(JsonNode answer, Consumer<byte[]> audio) {
        if (Json.has(answer, "error")) {
            throw new ProviderException(GeminiFailures.of(new WireReply(200, Map.of(), Json.bytes(answer))));
        }
        usage.read(answer);
        JsonNode feedback = Fields.either(answer, "promptFeedback", "prompt_feedback");
        if (Fields.text(feedback, "blockReason", "block_reason") != null) {
            throw filtered();
        }
        JsonNode candidate = answer.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            JsonNode data = Fields.either(part, "inlineData", "inline_data");
            if (data.isObject()) {
                samples(data, audio);
            }
        }
        finish(Fields.text(candidate, "finishReason", "finish_reason"));
    }

    private void finish(@Nullable String reason) {
        if (reason == null || !FinishReasons.said(reason)) {
            return;
        }
        finished = true;
        FinishReason meaning = FinishReasons.of(reason, false);
        if (meaning == FinishReason.CONTENT_FILTER) {
            throw filtered();
        }
        if (meaning == FinishReason.LENGTH) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the audio ends at the model's limit, before the text does");
        }
    }

    private static ProviderException filtered() {
        return new ProviderException(FailureKind.CONTENT_FILTERED, "the provider's filter stopped the speech");
    }

    private void samples(JsonNode data, Consumer<byte[]> audio) {
        String type = String.valueOf(Fields.text(data, "mimeType", "mime_type")).toLowerCase(Locale.ROOT);
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(Json.textOrEmpty(data, "data"));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the audio is not in base64");
        }
        Wav.Samples file = Wav.read(bytes);
        if (file != null) {
            if (file.bits() != BITS) {
                throw new ProviderException(FailureKind.MALFORMED_REPLY, "the audio has samples of " + file.bits() + " bits");
            }
            give(file.bytes(), file.rate(), file.channels(), audio);
        } else if (type.startsWith("audio/l16") || type.startsWith("audio/pcm")) {
            give(bytes, number(RATE, type, SpeechFormats.PCM_RATE), number(CHANNELS, type, 1), audio);
        } else {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has no audio in a known form");
        }
    }

    private void give(byte[] samples, int itsRate, int channels, Consumer<byte[]> audio) {
        if (samples.length == 0) {
            return;
        }
        if (!begun) {
            begun = true;
            rate = itsRate;
            if (wav) {
                audio.accept(Wav.header(itsRate, channels));
            }
        }
        audio.accept(samples);
    }

    private static int number(Pattern pattern, String type, int absent) {
        Matcher matcher = pattern.matcher(type);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : absent;
    }

    @Override
    public @Nullable TokenUsage usage() {
        return usage.usage();
    }
}
