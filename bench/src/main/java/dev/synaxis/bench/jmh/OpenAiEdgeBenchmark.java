package dev.synaxis.bench.jmh;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.dialect.openai.OpenAiStreamForwarder;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseReader;
import dev.synaxis.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

/** The client's edge: a request checked, forwarded or decoded; a stream of the same dialect handed on. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class OpenAiEdgeBenchmark {

    @Param({"chat", "agent"})
    public String size = "";

    private final List<SseEvent> events = new ArrayList<>();
    private byte[] body = {};

    @Setup
    public void prepare() {
        body = Bodies.request(size, true);
        SseReader reader = new SseReader();
        reader.feed(String.join("", OpenAiWire.streamWithUsage("bench-model", Bodies.pieces(100)))
                .getBytes(StandardCharsets.UTF_8), events::add);
    }

    @Benchmark
    public OpenAiChatRequest read() {
        return OpenAiChatRequest.read(body);
    }

    @Benchmark
    public byte[] readAndForward() {
        return OpenAiChatRequest.read(body).forward("upstream-model", Compat.NONE);
    }

    @Benchmark
    public ChatRequest readAndDecode() {
        return OpenAiChatRequest.read(body).canonical();
    }

    @Benchmark
    public void forwardStream(Blackhole hole) {
        OpenAiStreamForwarder forwarder = new OpenAiStreamForwarder(true);
        SseWriter out = new SseWriter();
        for (SseEvent event : events) {
            forwarder.event(event, out);
            hole.consume(out.take());
        }
        forwarder.end(out);
        hole.consume(out.take());
    }
}
