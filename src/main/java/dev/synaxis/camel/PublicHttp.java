package dev.synaxis.camel;

import dev.synaxis.failure.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what a client's URL points to, and never from inside: an address that is private, loopback, link-local or
 * otherwise not public is refused. The address is checked where the connection resolves it, so that a name cannot
 * resolve differently in between; redirects are not followed.
 */
public final class PublicHttp implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 200;
    /** To one host, so that a slow one does not keep the others. */
    private static final int MAX_CONNECTIONS_TO_HOST = 20;

    private final boolean allowPrivate;
    private final Watchdog watchdog;
    private @Nullable CloseableHttpClient http;

    /** @param allowPrivate whether inner addresses are allowed after all ({@code server.allow-private-media}) */
    public PublicHttp(boolean allowPrivate, Watchdog watchdog) {
        this.allowPrivate = allowPrivate;
        this.watchdog = watchdog;
    }

    /** The client, made when it is first needed: most gateways never fetch anything. */
    private synchronized CloseableHttpClient http() {
        CloseableHttpClient made = http;
        if (made == null) {
            made = HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setDnsResolver(allowPrivate ? SystemDefaultDnsResolver.INSTANCE : new PublicOnly())
                            .setMaxConnTotal(MAX_CONNECTIONS)
                            .setMaxConnPerRoute(MAX_CONNECTIONS_TO_HOST)
                            .setDefaultConnectionConfig(ConnectionConfig.custom()
                                    .setConnectTimeout(5, TimeUnit.SECONDS)
                                    .setSocketTimeout(15, TimeUnit.SECONDS)
                                    .build())
                            .build())
                    .setDefaultRequestConfig(RequestConfig.custom()
                            .setResponseTimeout(Timeout.ofSeconds(15))
                            .build())
                    .disableRedirectHandling()
                    .disableCookieManagement()
                    .disableAutomaticRetries()
                    .setUserAgent(VendorRelay.USER_AGENT)
                    .build();
            http = made;
        }
        return made;
    }

    /** @param mediaType as the server gave it, without parameters */
    record Fetched(String mediaType, byte[] bytes) {}

    /**
     * @param field    the request field that holds the URL, for the error
     * @param maxBytes most that is read
     * @param time     for all of it, however little comes at a time
     * @throws InvalidRequestException where the URL is not http(s), leads inside, does not answer 200, or has too much
     *     or comes too slowly
     */
    Fetched get(String url, String field, int maxBytes, Duration time) {
        HttpGet get = new HttpGet(uri(url, field));
        Watchdog.BlockingWatch watch = watchdog.begin(time, time, time);
        try {
            return http().execute(get, response -> read(response, get, field, maxBytes));
        } catch (PrivateAddressException e) {
            throw new InvalidRequestException(
                    field, field + ": the URL leads to an address that is not public, which the gateway does not fetch");
        } catch (IOException e) {
            String why = watch.verdict() == null ? VendorHttpClient.reason(e) : "too slow";
            throw new InvalidRequestException(field, field + ": the URL cannot be fetched (" + why + ")");
        } finally {
            watchdog.end();
        }
    }

    private static URI uri(String url, String field) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same error
        }
        throw new InvalidRequestException(field, field + ": not a URL that can be fetched");
    }

    private static Fetched read(ClassicHttpResponse response, HttpGet get, String field, int maxBytes)
            throws IOException {
        if (response.getCode() != 200 || response.getEntity() == null) {
            throw new InvalidRequestException(
                    field, field + ": the URL answered with HTTP status " + response.getCode());
        }
        Header type = response.getFirstHeader("content-type");
        String mediaType = type == null ? "application/octet-stream" : type.getValue().split(";", 2)[0].strip();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = response.getEntity().getContent()) {
            byte[] piece = new byte[8192];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                bytes.write(piece, 0, n);
                if (bytes.size() > maxBytes) {
                    get.cancel(); // else the rest is read when the stream is closed
                    throw new InvalidRequestException(field, field + ": what the URL holds is too large to fetch");
                }
            }
        }
        return new Fetched(mediaType, bytes.toByteArray());
    }

    @Override
    public synchronized void close() throws IOException {
        if (http != null) {
            http.close();
        }
    }

    private static final class PrivateAddressException extends UnknownHostException {}

    private static final class PublicOnly implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    throw new PrivateAddressException();
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
        }
    }

    /** Whether an address is on the public internet, by the special-purpose registries (RFC 6890). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        if (b.length == 16) {
            boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
            boolean translated = b[0] == 0 && (b[1] & 0xff) == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b;
            boolean sixToFour = (b[0] & 0xff) == 0x20 && b[1] == 0x02;
            return !uniqueLocal && !translated && !sixToFour;
        }
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        boolean sharedOrBenchmark =
                first == 100 && second >= 64 && second < 128 || first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 224 && !sharedOrBenchmark && !(first == 192 && second == 0);
    }
}
