package dev.synaxis.bench.jmh;

import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.wire.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A stream of 104 events through the SSE reader, in pieces as they come from a socket. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class SseReaderBenchmark {

    /** Bytes of a read; 0 for the whole stream at once. */
    @Param({"0", "1400", "64"})
    public int read;

    private final List<byte[]> reads = new ArrayList<>();

    @Setup
    public void cut() {
        byte[] all = String.join("", OpenAiWire.streamWithUsage("bench-model", Bodies.pieces(100)))
                .getBytes(StandardCharsets.UTF_8);
        int size = read == 0 ? all.length : read;
        for (int from = 0; from < all.length; from += size) {
            reads.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
        }
    }

    @Benchmark
    public void stream(Blackhole hole) {
        SseReader reader = new SseReader();
        for (byte[] bytes : reads) {
            reader.feed(bytes, hole::consume);
        }
        reader.end(hole::consume);
    }
}
