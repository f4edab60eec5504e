package dev.synaxis.state;

import dev.synaxis.config.GatewayConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.SingleServerConfig;

/** Opens the Redis client of a gateway. */
final class RedisClients {

    private static final int PORT = 6379;
    private static final int CONNECTIONS = 16;
    private static final Duration RECONNECT = Duration.ofMillis(200);

    /** In ms. */
    private static final int CONNECT_MS = 1_000;

    /** How long Redisson waits for a reply, in ms: longer than our own deadline, so that a late one can be undone. */
    private static final int REPLY_MS = 3_000;

    private RedisClients() {}

    /**
     * Connects, and blocks while it does.
     *
     * @throws IOException where nobody listens there
     * @throws org.redisson.client.RedisException where Redis turns us down
     */
    static RedissonClient open(GatewayConfig.Redis redis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(redis.url()), port(redis.url())), CONNECT_MS);
        }
        return Redisson.create(config(redis));
    }

    static Config config(GatewayConfig.Redis redis) {
        URI url = redis.url();
        Config config = new Config();
        config.setThreads(2).setNettyThreads(2).setCodec(StringCodec.INSTANCE);
        // No retries: a script that was sent twice would count twice.
        SingleServerConfig server = config.useSingleServer()
                .setAddress(url.getScheme() + "://" + url.getHost() + ":" + port(url))
                .setDatabase(database(url))
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(2)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setClientName("synaxis")
                .setConnectTimeout(CONNECT_MS)
                .setTimeout(Math.max(REPLY_MS, Math.toIntExact(redis.commandTimeout().toMillis())))
                .setPingConnectionInterval(CONNECT_MS)
                .setRetryAttempts(0)
                .setReconnectionDelay(new ConstantDelay(RECONNECT))
                .setKeepAlive(true);
        String login = url.getRawUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            String user = colon < 0 ? "" : login.substring(0, colon);
            server.setPassword(decode(login.substring(colon + 1)));
            if (!user.isEmpty()) {
                server.setUsername(decode(user));
            }
        }
        return config;
    }

    private static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    private static int port(URI url) {
        return url.getPort() < 0 ? PORT : url.getPort();
    }

    private static int database(URI url) {
        String path = url.getPath() == null ? "" : url.getPath().replace("/", "");
        return path.isEmpty() ? 0 : Integer.parseInt(path);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
