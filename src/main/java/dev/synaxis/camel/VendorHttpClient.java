package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The blocking HTTP client of one provider, which the route's {@code http} step uses for whole answers. It follows no
 * redirect, keeps no cookie and repeats nothing by itself; time is kept by the {@link Watchdog}; I/O errors become
 * {@link ProviderException}s.
 */
public final class VendorHttpClient extends CloseableHttpClient {

    private static final int MAX_CONNECTIONS = 20_000;

    /** A vendor that refuses a large body need not get all of it: after so many bytes it is seen whether it answers. */
    private static final long LOOK_EVERY = 1 << 20;

    private final ProviderConfig provider;
    private final Watchdog watchdog;
    /** Made by the first call: most providers never get one, and the trusted certificates take a while to read. */
    private @Nullable CloseableHttpClient delegate;
    private @Nullable PoolingHttpClientConnectionManager kept;
    private boolean closed;

    public VendorHttpClient(ProviderConfig provider, Watchdog watchdog) {
        this.provider = provider;
        this.watchdog = watchdog;
    }

    private synchronized CloseableHttpClient delegate() {
        CloseableHttpClient client = delegate;
        if (client == null) {
            if (closed) {
                throw new IllegalStateException("the client of " + provider.id() + " is closed");
            }
            kept = connections(provider);
            client = open(provider, kept);
            delegate = client;
        }
        return client;
    }

    private static PoolingHttpClientConnectionManager connections(ProviderConfig provider) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(LOOK_EVERY))
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(provider.timeouts().connect()))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(5))
                        .setTimeToLive(TimeValue.ofMinutes(10))
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                .build();
    }

    private static CloseableHttpClient open(ProviderConfig provider, PoolingHttpClientConnectionManager connections) {
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setRequestExecutor(new EarlyAnswers())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(provider.timeouts().connect()))
                        .setResponseTimeout(Timeout.DISABLED)
                        .setRedirectsEnabled(false)
                        .build())
                .evictIdleConnections(TimeValue.of(60, TimeUnit.SECONDS))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent(VendorRelay.USER_AGENT)
                .build();
    }

    @Override
    protected CloseableHttpResponse doExecute(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) {
        try {
            return send(target, request, context);
        } catch (IOException e) {
            throw failure(e, watchdog);
        }
    }

    private CloseableHttpResponse send(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        CloseableHttpClient client = delegate();
        try {
            return (CloseableHttpResponse) client.executeOpen(target, request, context);
        } catch (EarlyAnswers.StaleConnectionException e) {
            Watchdog.BlockingWatch watch = watchdog.current();
            if (watch != null && watch.verdict() != null) {
                throw e;
            }
            closeIdle();
            return (CloseableHttpResponse) client.executeOpen(target, request, context);
        }
    }

    /** Those that wait beside a connection that was closed are as old. */
    private synchronized void closeIdle() {
        if (kept != null) {
            kept.closeIdle(TimeValue.ZERO_MILLISECONDS);
        }
    }

    /** What an I/O error of this thread's vendor call means. */
    static ProviderException failure(IOException e, Watchdog watchdog) {
        Watchdog.BlockingWatch watch = watchdog.current();
        ProviderException verdict = watch == null ? null : watch.verdict();
        if (verdict != null) {
            return verdict;
        }
        return e instanceof ConnectTimeoutException
                ? new ProviderException(FailureKind.TIMEOUT, "no connection to the provider in time")
                : new ProviderException(FailureKind.NETWORK, "connection to the provider failed: " + reason(e));
    }

    /** The error's class in plain words; its message may hold addresses or data. */
    static String reason(Throwable e) {
        return switch (e) {
            case ConnectException _ -> "refused";
            case UnknownHostException _ -> "unknown host";
            case HttpClosedException _ -> "closed";
            default -> e.getClass().getSimpleName().replace("Exception", "");
        };
    }

    @Override
    public synchronized void close(CloseMode mode) {
        closed = true;
        if (delegate != null) {
            delegate.close(mode);
        }
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }
}
