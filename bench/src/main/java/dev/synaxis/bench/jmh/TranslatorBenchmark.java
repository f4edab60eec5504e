package dev.synaxis.bench.jmh;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.dialect.openai.OpenAiChunkWriter;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseReader;
import dev.synaxis.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** A dialect's translator: canonical request to wire, whole answer and 100 pieces of stream to canonical and on to the client. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class TranslatorBenchmark {

    @Param({"openai", "anthropic", "gemini", "cohere"})
    public String dialect = "";

    @Param({"chat", "agent"})
    public String size = "";

    private final List<SseEvent> events = new ArrayList<>();
    private final Upstream upstream = new Upstream("bench", "http://127.0.0.1:1/v1", "m", null, Compat.NONE);
    private ChatTranslator translator;
    private ChatRequest request;
    private WireReply reply;

    @Setup
    public void prepare() {
        Vendor vendor = Vendor.of(dialect, Bodies.pieces(100));
        translator = Objects.requireNonNull(vendor.dialect().chat());
        request = OpenAiChatRequest.read(Bodies.request(size, true)).canonical();
        reply = new WireReply(200, Map.of("content-type", "application/json"),
                vendor.whole().getBytes(StandardCharsets.UTF_8));
        SseReader reader = new SseReader();
        reader.feed(String.join("", vendor.stream()).getBytes(StandardCharsets.UTF_8), events::add);
    }

    @Benchmark
    public WireRequest request() {
        return translator.request(request, upstream);
    }

    @Benchmark
    public ChatResponse response() {
        return translator.response(request, reply);
    }

    @Benchmark
    public void stream(Blackhole hole) {
        ChatStream stream = translator.stream(request);
        for (SseEvent event : events) {
            stream.event(event, hole::consume);
        }
        stream.end(hole::consume);
    }

    @Benchmark
    public void streamToClient(Blackhole hole) {
        ChatStream stream = translator.stream(request);
        OpenAiChunkWriter client = new OpenAiChunkWriter("bench-model", Instant.EPOCH, true);
        SseWriter out = new SseWriter();
        for (SseEvent event : events) {
            stream.event(event, chunk -> client.chunk(chunk, out));
            hole.consume(out.take());
        }
        stream.end(chunk -> client.chunk(chunk, out));
        client.end(out);
        hole.consume(out.take());
    }
}
