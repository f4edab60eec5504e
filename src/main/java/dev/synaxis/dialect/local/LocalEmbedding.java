package dev.synaxis.dialect.local;

import ai.onnxruntime.OrtException;
import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Warning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Embeddings by {@link MiniLm}, which the first request loads. */
final class LocalEmbedding implements InProcessEmbedding, AutoCloseable {

    static final String MODEL = "all-MiniLM-L6-v2";

    /** Texts of one part of a long list: between two parts the call may end, because its client or its time is gone. */
    private static final int PART = 256;

    private final Cores cores = new Cores(Runtime.getRuntime().availableProcessors());
    private @Nullable MiniLm model;
    private boolean closed;

    @Override
    public int maxInputs() {
        return PART;
    }

    /**
     * @throws InvalidRequestException for token ids, which mean nothing without the vocabulary that they are of, and for
     *     another length than 384
     * @throws ProviderException MODEL_NOT_FOUND; OVERLOADED where this machine cannot run the model
     */
    @Override
    public EmbeddingResponse answer(EmbeddingRequest request, Upstream upstream) {
        if (!upstream.model().equalsIgnoreCase(MODEL)) {
            throw new ProviderException(FailureKind.MODEL_NOT_FOUND, "this process has one model: " + MODEL);
        }
        if (!request.tokens().isEmpty()) {
            throw new InvalidRequestException("input", MODEL + " embeds texts, not token ids");
        }
        if (request.dimensions() != null && request.dimensions() != MiniLm.DIMENSIONS) {
            throw new InvalidRequestException(
                    "dimensions", MODEL + " gives vectors of " + MiniLm.DIMENSIONS + " numbers and no others");
        }
        List<MiniLm.Embedded> embedded = embed(request.input());
        List<double[]> vectors = new ArrayList<>(embedded.size());
        long tokens = 0;
        for (MiniLm.Embedded one : embedded) {
            vectors.add(decimal(one.vector()));
            tokens += one.tokens();
        }
        return new EmbeddingResponse(MODEL, vectors, TokenUsage.of(tokens, 0), warnings(request, embedded));
    }

    private List<MiniLm.Embedded> embed(List<String> texts) {
        MiniLm loaded = loaded();
        try {
            return cores.map(texts.size(), i -> loaded.embed(texts.get(i)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(FailureKind.TIMEOUT, "interrupted while the texts were embedded");
        } catch (RejectedExecutionException e) {
            throw stopping();
        }
    }

    private synchronized MiniLm loaded() {
        if (closed) {
            throw stopping();
        }
        MiniLm loaded = model;
        if (loaded == null) {
            try {
                loaded = MiniLm.load();
            } catch (IOException | OrtException | LinkageError e) {
                throw new ProviderException(
                        FailureKind.OVERLOADED, MODEL + " cannot be loaded here: " + e.getClass().getSimpleName());
            }
            model = loaded;
        }
        return loaded;
    }

    private static ProviderException stopping() {
        return new ProviderException(FailureKind.OVERLOADED, "the gateway is stopping");
    }

    /** The same numbers in as few digits as name the 32-bit ones. */
    private static double[] decimal(float[] vector) {
        double[] numbers = new double[vector.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(Float.toString(vector[i]));
        }
        return numbers;
    }

    private static List<Warning> warnings(EmbeddingRequest request, List<MiniLm.Embedded> embedded) {
        List<Warning> warnings = new ArrayList<>();
        request.extra().keySet().forEach(name -> warnings.add(new Warning(name, MODEL + " has no such setting")));
        if (request.user() != null) {
            warnings.add(new Warning("user", "not used: the model runs in this process"));
        }
        long parted = embedded.stream().filter(one -> one.tokens() > MiniLm.WINDOW).count();
        if (parted > 0) {
            warnings.add(new Warning("input", parted + " of more than " + MiniLm.WINDOW
                    + " word pieces: embedded in parts, the vector is the mean of theirs"));
        }
        return warnings;
    }

    @Override
    public synchronized void close() throws OrtException {
        closed = true;
        cores.close();
        MiniLm loaded = model;
        if (loaded != null && cores.ended()) {
            loaded.close();
        }
        model = null;
    }
}
