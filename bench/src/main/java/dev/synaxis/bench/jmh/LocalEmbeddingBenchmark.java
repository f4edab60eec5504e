package dev.synaxis.bench.jmh;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.local.LocalDialect;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lists of texts of 28 tokens embedded by the local dialect, and ONNX Runtime alone on as many token ids: as one run on
 * all cores, and as single runs spread over the cores. The score is lists per second: times {@code batch}, texts.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class LocalEmbeddingBenchmark {

    private static final int TOKENS = 28;
    private static final String TEXT = "the cat sat on the old mat and the dog ran to the house with a ball in the hot sun of the day we saw";
    private static final int WORD = 2028;

    @Param({"1", "64"})
    public int batch;

    private final Upstream upstream = new Upstream("local", "", "all-MiniLM-L6-v2", null, Compat.NONE);
    private LocalDialect dialect;
    private EmbeddingRequest request;
    private OrtEnvironment environment;
    private OrtSession allCores;
    private OrtSession oneCore;
    private ExecutorService cores;

    @Setup
    public void load() throws IOException, OrtException {
        dialect = new LocalDialect();
        request = new EmbeddingRequest("m", Collections.nCopies(batch, TEXT), List.of(), null, null, Map.of());
        environment = OrtEnvironment.getEnvironment();
        int processors = Runtime.getRuntime().availableProcessors();
        allCores = session(processors);
        oneCore = session(1);
        cores = Executors.newFixedThreadPool(processors);
        long counted = dialect.inProcessEmbedding().answer(request, upstream).usage().input();
        if (counted != (long) batch * (TOKENS - 2)) {
            throw new IllegalStateException("the text has " + counted / batch + " word pieces");
        }
    }

    private OrtSession session(int threads) throws IOException, OrtException {
        try (InputStream model = LocalDialect.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return environment.createSession(model.readAllBytes(), options);
        }
    }

    @TearDown
    public void close() throws OrtException {
        cores.shutdown();
        allCores.close();
        oneCore.close();
        dialect.close();
    }

    @Benchmark
    public EmbeddingResponse synaxis() {
        return dialect.inProcessEmbedding().answer(request, upstream);
    }

    @Benchmark
    public long onnxRuntimeInOneRun() throws OrtException {
        return run(allCores, batch);
    }

    @Benchmark
    public long onnxRuntimeOverTheCores() throws InterruptedException, ExecutionException {
        List<Future<Long>> runs = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            runs.add(cores.submit(() -> run(oneCore, 1)));
        }
        long sum = 0;
        for (Future<Long> run : runs) {
            sum += run.get();
        }
        return sum;
    }

    private long run(OrtSession session, int texts) throws OrtException {
        long[] ids = new long[texts * TOKENS];
        Arrays.fill(ids, WORD);
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        try (OnnxTensor tokens = tensor(ids, texts);
                OnnxTensor attention = tensor(mask, texts);
                OnnxTensor types = tensor(new long[ids.length], texts);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", tokens, "attention_mask", attention, "token_type_ids", types))) {
            return result.size();
        }
    }

    private OnnxTensor tensor(long[] numbers, int texts) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), new long[] {texts, TOKENS});
    }
}
