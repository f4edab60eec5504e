package dev.synaxis.dialect.mock;

import dev.synaxis.dialect.InProcessSpeech;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.wire.Wav;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Speech of the mock: a tone for each word, its height made of the word, so that the same text sounds the same everywhere.
 * WAV, or bare samples where {@code pcm} is asked for; 24,000 samples a second, 16 bits, one channel. A stream has a piece
 * for each word. At most 1,000 words are spoken.
 */
final class MockSpeech implements InProcessSpeech {

    private static final int RATE = SpeechFormats.PCM_RATE;
    private static final int TONE = RATE / 10;
    private static final int SILENCE = RATE / 40;
    private static final int MOST_WORDS = 1000;
    private static final double LOUDNESS = 0.3 * Short.MAX_VALUE;

    private final Map<String, MockProvider> providers;
    private final Consumer<Duration> sleep;

    MockSpeech(Map<String, MockProvider> providers, Consumer<Duration> sleep) {
        this.providers = providers;
        this.sleep = sleep;
    }

    @Override
    public String contentType(SpeechRequest request) {
        return samplesOnly(request) ? "audio/pcm" : "audio/wav";
    }

    private static boolean samplesOnly(SpeechRequest request) {
        return switch (request.format()) {
            case null -> false;
            case "wav" -> false;
            case "pcm" -> true;
            default -> throw SpeechFormats.unsupported("the mock", "wav and pcm");
        };
    }

    @Override
    public SpeechResponse answer(SpeechRequest request, Upstream upstream) {
        MockProvider provider = provider(upstream);
        if (provider.script().delay().isPositive()) {
            sleep.accept(provider.script().delay());
        }
        failIfDue(provider);
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        pieces(request, provider.script()).forEach(audio::writeBytes);
        return new SpeechResponse(audio.toByteArray(), contentType(request), null);
    }

    @Override
    public List<Timed> stream(SpeechRequest request, Upstream upstream) {
        MockProvider provider = provider(upstream);
        failIfDue(provider);
        MockScript script = provider.script();
        List<byte[]> pieces = pieces(request, script);
        int whole = script.breakAfter() == null ? pieces.size() : Math.min(script.breakAfter(), pieces.size());
        List<Timed> stream = new ArrayList<>();
        for (byte[] piece : pieces.subList(0, whole)) {
            stream.add(new Timed(stream.isEmpty() ? script.delay() : script.pause(), piece, null));
        }
        if (script.breakAfter() != null) {
            stream.add(new Timed(script.pause(), new byte[0], new ProviderException(
                    FailureKind.NETWORK, "the mock provider was told to break its stream")));
        }
        return List.copyOf(stream);
    }

    /** The header with the first word, then word by word. */
    private static List<byte[]> pieces(SpeechRequest request, MockScript script) {
        boolean samplesOnly = samplesOnly(request);
        String text = script.reply() == null ? request.input() : script.reply();
        List<String> words = MockTokens.of(text);
        List<byte[]> pieces = new ArrayList<>();
        for (String word : words.subList(0, Math.min(words.size(), MOST_WORDS))) {
            pieces.add(tone(word.strip()));
        }
        if (pieces.isEmpty()) {
            pieces.add(new byte[0]);
        }
        if (!samplesOnly) {
            int length = pieces.stream().mapToInt(piece -> piece.length).sum();
            byte[] first = pieces.getFirst();
            pieces.set(0, ByteBuffer.allocate(Wav.HEADER + first.length)
                    .put(Wav.header(RATE, 1, length))
                    .put(first)
                    .array());
        }
        return pieces;
    }

    /** Swells and fades, so that it does not click. */
    private static byte[] tone(String word) {
        double hertz = 220 * Math.pow(2, Math.floorMod(word.hashCode(), 24) / 12.0);
        ByteBuffer samples = ByteBuffer.allocate(2 * (TONE + SILENCE)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < TONE; i++) {
            double swell = Math.sin(Math.PI * i / TONE);
            samples.putShort((short) (LOUDNESS * swell * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        return samples.array();
    }

    private MockProvider provider(Upstream upstream) {
        MockProvider provider = providers.get(upstream.provider());
        return provider == null ? new MockProvider(MockScript.NONE) : provider;
    }

    private static void failIfDue(MockProvider provider) {
        ProviderException failure = provider.nextFailure();
        if (failure != null) {
            throw failure;
        }
    }
}
