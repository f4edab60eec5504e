package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.testkit.RedisProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The stores of several gateways on one Redis. */
final class Gateways implements AutoCloseable {

    /** Five times that of a gateway, so that a machine that is busy with other things misses no command. */
    static final Duration DEADLINE = Duration.ofSeconds(1);

    private final RedisProcess redis;
    private final List<Stores> open = new ArrayList<>();
    private int round;

    private Gateways(RedisProcess redis) {
        this.redis = redis;
    }

    static Gateways onRedis() {
        return new Gateways(RedisProcess.started());
    }

    static Gateways withoutRedis() {
        return new Gateways(RedisProcess.stopped());
    }

    String keyPrefix() {
        return "test-" + round;
    }

    RedisProcess process() {
        return redis;
    }

    /** Another gateway; it shares state with those that were opened since {@link #forget}. */
    Stores open(Clock clock) {
        Stores stores = Stores.open(new GatewayConfig.Redis(redis.url(), keyPrefix(), DEADLINE), clock);
        open.add(stores);
        eventually("connected", () -> !redis.running() || !stores.state().degraded());
        return stores;
    }

    /** A gateway's ledger alone, and its way to Redis; to be closed by the test. */
    record Leasing(RedisLink link, RedisQuotaTracker quota) {}

    Leasing leasing(Clock clock, Duration lease) {
        RedisLink link = new RedisLink(new GatewayConfig.Redis(redis.url(), keyPrefix(), DEADLINE));
        RedisQuotaTracker quota = new RedisQuotaTracker(link, new QuotaKeys(keyPrefix(), clock, lease));
        link.start(List.of(quota));
        eventually("connected", link::open);
        return new Leasing(link, quota);
    }

    /** Closes all gateways; the next ones start from nothing. */
    void forget() {
        open.forEach(Stores::close);
        open.clear();
        round++;
    }

    /** Redis's own answer to one command, as it came. */
    String redis(String... command) {
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            socket.setSoTimeout(500);
            StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
            for (String word : command) {
                request.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            return readAll(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.write(next);
            }
        } catch (SocketTimeoutException e) {
            return answer.toString(StandardCharsets.US_ASCII);
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        forget();
        redis.close();
    }
}
