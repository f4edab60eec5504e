package dev.synaxis.bench.server;

import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.OpenAiWire;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A vendor that answers from memory, in OpenAI's and in Anthropic's form. A stream's first text comes at once, then one
 * piece every interval. {@code POST /control?pieces=100&interval=100} sets both for the streams that follow (milliseconds);
 * {@code GET /stats} says {@code running opened aborted}.
 */
public final class BenchVendor {

    private static final String TEXT = "The quick brown fox jumps over the lazy dog while the gateway is measured. ".repeat(6);
    private static final byte[] WANTS_STREAM = "\"stream\":true".getBytes(StandardCharsets.US_ASCII);

    private static final Buffer EMBEDDING = Buffer.buffer("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
            + "\"embedding\":\"" + "PczM".repeat(2048) + "\"}],\"model\":\"bench-embedding\","
            + "\"usage\":{\"prompt_tokens\":64,\"total_tokens\":64}}");

    private final Replies openAi = new Replies(OpenAiWire.text("bench-model", TEXT),
            OpenAiWire.streamWithUsage("bench-model", " fox"), 2);
    private final Replies anthropic = new Replies(AnthropicWire.text("bench-claude", TEXT),
            AnthropicWire.stream("bench-claude", " fox"), 4);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong aborted = new AtomicLong();
    private volatile int pieces = 100;
    private volatile long intervalMillis = 100;

    private BenchVendor() {}

    /** @param args the port */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        BenchVendor vendor = new BenchVendor();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        vertx.deployVerticle(() -> vendor.new Door(port), new DeploymentOptions().setInstances(loops))
                .onFailure(e -> {
                    System.err.println(e);
                    System.exit(1);
                });
    }

    /**
     * The bytes of one dialect.
     *
     * @param before events before the text
     * @param piece  one event of text
     * @param after  what closes the stream
     */
    private record Replies(Buffer whole, Buffer before, Buffer piece, Buffer after) {
        /** @param events a stream with one piece of text; {@code textEnd} events stand before and with it */
        Replies(String whole, List<String> events, int textEnd) {
            this(Buffer.buffer(whole), Buffer.buffer(String.join("", events.subList(0, textEnd - 1))),
                    Buffer.buffer(events.get(textEnd - 1)),
                    Buffer.buffer(String.join("", events.subList(textEnd, events.size()))));
        }
    }

    /** One server of several on the same port, one for each event loop. */
    private final class Door extends AbstractVerticle {
        private final int port;

        Door(int port) {
            this.port = port;
        }

        @Override
        public void start(io.vertx.core.Promise<Void> started) {
            vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(8192))
                    .requestHandler(this::handle)
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void handle(HttpServerRequest request) {
            switch (request.path()) {
                case OpenAiWire.CHAT -> request.body().onSuccess(body -> answer(request, body, openAi));
                case AnthropicWire.MESSAGES -> request.body().onSuccess(body -> answer(request, body, anthropic));
                case OpenAiWire.EMBEDDINGS -> request.body().onSuccess(body -> request.response()
                        .putHeader("content-type", "application/json").end(EMBEDDING));
                case "/v1/audio/transcriptions" -> request.end().onSuccess(v -> request.response()
                        .putHeader("content-type", "application/json").end("{\"text\":\"The quick brown fox.\"}"));
                case "/stats" -> request.response().end(running + " " + opened + " " + aborted);
                case "/control" -> {
                    pieces = Integer.parseInt(request.getParam("pieces"));
                    intervalMillis = Long.parseLong(request.getParam("interval"));
                    request.response().end();
                }
                default -> request.response().setStatusCode(404).end();
            }
        }

        private void answer(HttpServerRequest request, Buffer body, Replies replies) {
            if (!contains(body, WANTS_STREAM)) {
                request.response().putHeader("content-type", "application/json").end(replies.whole());
                return;
            }
            HttpServerResponse response = request.response();
            response.setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
            running.incrementAndGet();
            opened.incrementAndGet();
            new Stream(response, replies, pieces).start(intervalMillis);
        }

        private final class Stream {
            private final HttpServerResponse response;
            private final Replies replies;
            private int left;
            private long timer;
            private boolean over;

            Stream(HttpServerResponse response, Replies replies, int pieces) {
                this.response = response;
                this.replies = replies;
                this.left = pieces - 1;
            }

            void start(long interval) {
                response.closeHandler(v -> end(true));
                response.exceptionHandler(e -> end(true));
                response.write(Buffer.buffer().appendBuffer(replies.before()).appendBuffer(replies.piece()));
                timer = vertx.setPeriodic(interval, t -> tick());
            }

            private void tick() {
                if (left-- > 0) {
                    response.write(replies.piece());
                    return;
                }
                end(false);
                response.end(replies.after());
            }

            private void end(boolean early) {
                if (over) {
                    return;
                }
                over = true;
                vertx.cancelTimer(timer);
                running.decrementAndGet();
                if (early) {
                    aborted.incrementAndGet();
                }
            }
        }
    }

    private static boolean contains(Buffer body, byte[] word) {
        byte[] bytes = body.getBytes();
        for (int i = 0; i <= bytes.length - word.length; i++) {
            int j = 0;
            while (j < word.length && bytes[i + j] == word[j]) {
                j++;
            }
            if (j == word.length) {
                return true;
            }
        }
        return false;
    }
}
