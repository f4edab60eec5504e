package dev.synaxis.dialect.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.local.WordPieces.Piece;
import dev.synaxis.wire.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * all-MiniLM-L6-v2, quantized to 8 bits, with its tokenizer: texts to vectors of length 1 with 384 numbers, the mean of
 * the last layer's over the tokens. A text of more than {@value #WINDOW} word pieces is cut between words, and its vector
 * is the mean of its parts', each counted by its word pieces: nothing is left out. Each text is run by itself, on one
 * thread: the quantization follows the numbers of a whole run, so a text in company would not have the vector that it has
 * alone. Source: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (read 2026-11-22). Safe for use by several
 * threads.
 */
final class MiniLm implements AutoCloseable {

    static final int DIMENSIONS = 384;
    /** Word pieces that the model sees at once, its two special tokens aside. */
    static final int WINDOW = 510;

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces words;
    private final int begin;
    private final int end;

    private MiniLm(OrtEnvironment environment, OrtSession session, WordPieces words) {
        this.environment = environment;
        this.session = session;
        this.words = words;
        this.begin = words.id("[CLS]");
        this.end = words.id("[SEP]");
    }

    /**
     * Takes some tenths of a second.
     *
     * @throws IOException where a file is missing or cannot be read
     * @throws OrtException where ONNX Runtime cannot run it
     * @throws LinkageError where there is no ONNX Runtime for this machine
     */
    static MiniLm load() throws IOException, OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false);
            WordPieces words = new WordPieces(vocabulary());
            return new MiniLm(environment, environment.createSession(read(MODEL), options), words);
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = MiniLm.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource);
            }
            return in.readAllBytes();
        }
    }

    private static Map<String, Integer> vocabulary() throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>();
        for (Map.Entry<String, JsonNode> piece :
                Json.parse(read(TOKENIZER)).path("model").path("vocab").properties()) {
            vocabulary.put(piece.getKey(), piece.getValue().intValue());
        }
        return vocabulary;
    }

    /**
     * One text's vector.
     *
     * @param tokens its word pieces
     */
    record Embedded(float[] vector, int tokens) {}

    Embedded embed(String text) {
        List<Piece> pieces = words.of(text);
        float[] sum = new float[DIMENSIONS];
        int from = 0;
        do {
            int to = cut(pieces, from);
            add(sum, mean(pieces.subList(from, to)), to - from);
            from = to;
        } while (from < pieces.size());
        return new Embedded(unit(sum), pieces.size());
    }

    /** Where the part that begins at {@code from} ends: before a word, unless one word fills it all. */
    private static int cut(List<Piece> pieces, int from) {
        int to = Math.min(pieces.size(), from + WINDOW);
        int word = to;
        while (word < pieces.size() && word > from && pieces.get(word).continued()) {
            word--;
        }
        return word > from ? word : to;
    }

    private static void add(float[] sum, float[] part, int weight) {
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] += part[i] * Math.max(1, weight);
        }
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    private float[] mean(List<Piece> pieces) {
        long[] ids = new long[pieces.size() + 2];
        ids[0] = begin;
        for (int i = 0; i < pieces.size(); i++) {
            ids[i + 1] = pieces.get(i).id();
        }
        ids[ids.length - 1] = end;
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        try (OnnxTensor tokens = tensor(ids);
                OnnxTensor attention = tensor(mask);
                OnnxTensor types = tensor(new long[ids.length]);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", tokens, "attention_mask", attention, "token_type_ids", types))) {
            return mean((OnnxTensor) result.get(0), ids.length);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getCode(), e);
        }
    }

    private OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), new long[] {1, numbers.length});
    }

    private static float[] mean(OnnxTensor layer, int tokens) {
        FloatBuffer numbers = layer.getFloatBuffer();
        float[] mean = new float[DIMENSIONS];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                mean[i] += numbers.get(token * DIMENSIONS + i) / tokens;
            }
        }
        return mean;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
