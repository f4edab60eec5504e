package dev.synaxis.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on a free loopback port that plays any vendor.
 *
 * <pre>{@code
 * try (ScriptedVendor vendor = ScriptedVendor.start()) {
 *     vendor.on("/v1/chat/completions").reply(OpenAiWire.rateLimited()).header("retry-after", "2");
 *     vendor.on("/v1/chat/completions").sse(OpenAiWire.stream("gpt-4o", "Hel", "lo")).cutAfter(2, Cut.RESET);
 *     ...
 *     vendor.awaitHangUp(1, Duration.ofSeconds(1));
 * }
 * }</pre>
 */
public final class ScriptedVendor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServerSocket server;
    private final Clock clock;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Set<VendorConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Script fallback;

    private ScriptedVendor(ServerSocket server, Clock clock) {
        this.server = server;
        this.clock = clock;
        Thread.ofVirtual().name("vendor-accept").start(this::accept);
    }

    public static ScriptedVendor start() {
        return start(Clock.systemUTC());
    }

    public static ScriptedVendor start(Clock clock) {
        try {
            return new ScriptedVendor(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A base URL at which nobody listens: connections are refused. */
    public static URI nobody() {
        return URI.create("http://127.0.0.1:" + Ports.free());
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code http://127.0.0.1:port}, without a trailing slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The base URL with a path behind it, such as {@code /v1}. */
    public URI url(String path) {
        return URI.create(url() + path);
    }

    /** The script of an exact path, without its query. */
    public Script on(String path) {
        return scripts.computeIfAbsent(path, p -> new Script());
    }

    /** The script for paths that have none; without it they answer 404. */
    public Script otherwise() {
        Script script = fallback;
        if (script == null) {
            script = new Script();
            fallback = script;
        }
        return script;
    }

    /** Everything that arrived so far, in order. */
    public List<RecordedRequest> requests() {
        return locked(() -> List.copyOf(requests));
    }

    public RecordedRequest request(int i) {
        return awaitRequests(i + 1).get(i);
    }

    /** Waits until n requests are there, 10 s at most; fails the test otherwise. */
    public List<RecordedRequest> awaitRequests(int n) {
        return awaitRequests(n, PATIENCE);
    }

    public List<RecordedRequest> awaitRequests(int n, Duration deadline) {
        await(() -> requests.size() >= n, deadline, () -> n + " requests, only these came: " + requests);
        return requests();
    }

    /** Waits until the peer has hung up on request i (from 0) before its answer was complete. */
    public RecordedRequest awaitHangUp(int i, Duration deadline) {
        await(() -> requests.size() > i && requests.get(i).hungUpAt() != null, deadline,
                () -> "the peer to hang up on request " + i);
        return requests().get(i);
    }

    /** Waits until exactly n answers are under way. */
    public void awaitOpenStreams(int n, Duration deadline) {
        await(() -> streams.get() == n, deadline, () -> n + " open streams, there are " + streams.get());
    }

    /** Answers that are under way, hanging ones included. */
    public int openStreams() {
        return streams.get();
    }

    /** Connections accepted since the start. */
    public int connections() {
        return accepted.get();
    }

    public int openConnections() {
        return open.size();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.forEach(VendorConnection::close);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                VendorConnection connection = new VendorConnection(this, socket, accepted.getAndIncrement());
                open.add(connection);
                connection.start(new BufferedInputStream(socket.getInputStream()));
                signal();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        open.forEach(VendorConnection::close);
    }

    RecordedRequest arrived(RequestReader.Raw raw, int connection, Exchange exchange) {
        int mark = raw.target().indexOf('?');
        String path = mark < 0 ? raw.target() : raw.target().substring(0, mark);
        String query = mark < 0 ? "" : raw.target().substring(mark + 1);
        RecordedRequest request = new RecordedRequest(
                raw.method(), path, query, raw.headers(), raw.body(), clock.instant(), connection, exchange);
        streams.incrementAndGet();
        locked(() -> requests.add(request));
        signal();
        return request;
    }

    Reply reply(RecordedRequest request) {
        Script script = scripts.get(request.path());
        if (script == null) {
            script = fallback;
        }
        return script == null
                ? Reply.json(404, "{\"error\":{\"message\":\"no script for this path\"}}")
                : script.next(request);
    }

    void answerOver() {
        streams.decrementAndGet();
        signal();
    }

    void peerClosed(@Nullable Exchange exchange) {
        if (exchange != null) {
            exchange.peerClosed(clock.instant());
            signal();
        }
    }

    void connectionClosed(VendorConnection connection) {
        open.remove(connection);
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier condition, Duration deadline, Supplier<String> what) {
        long left = deadline.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited " + deadline + " for " + what.get());
                }
                left = changed.awaitNanos(Math.min(left, TimeUnit.MINUTES.toNanos(1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what.get(), e);
        } finally {
            lock.unlock();
        }
    }
}
