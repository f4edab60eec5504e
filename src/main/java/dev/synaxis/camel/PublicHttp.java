package dev.synaxis.camel;

import dev.synaxis.failure.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
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

    /** Characters. */
    private static final int MAX_LINE = 32 * 1024;

    private static final int MAX_HEADERS = 200;

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
                            .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                    .http1Config(Http1Config.custom()
                                            .setMaxLineLength(MAX_LINE)
                                            .setMaxHeaderCount(MAX_HEADERS)
                                            .build())
                                    .build())
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
                    throw tooLarge(field);
                }
            }
        }
        return new Fetched(mediaType, bytes.toByteArray());
    }

    static InvalidRequestException tooLarge(String field) {
        return new InvalidRequestException(field, field + ": what the URL holds is too large to fetch");
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

    /**
     * Whether an address is on the public internet, by IANA's special-purpose registries (RFC 6890). Of IPv6 only 2000::/3
     * is, without those blocks of it that lead elsewhere, some of them to an IPv4 address within: 2001::/23 (Teredo), 2002::/16
     * (6to4), and the examples' 2001:db8::/32 and 3fff::/20. Sources: https://www.iana.org/assignments/iana-ipv6-special-registry
     * and https://www.iana.org/assignments/iana-ipv4-special-registry (read 2026-11-29).
     */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        int start = ByteBuffer.wrap(b).getInt();
        if (b.length == 16) {
            return within(start, 0x20000000, 3)
                    && !within(start, 0x20010000, 23)
                    && start != 0x20010db8
                    && !within(start, 0x20020000, 16)
                    && !within(start, 0x3fff0000, 20);
        }
        return !within(start, 0, 8)
                && !within(start, 0x64400000, 10) // 100.64: shared by customers of a provider
                && !within(start, 0xc0000000, 24) // 192.0.0
                && !within(start, 0xc0000200, 24) // 192.0.2, 198.51.100 and 203.0.113: examples
                && !within(start, 0xc6336400, 24)
                && !within(start, 0xcb007100, 24)
                && !within(start, 0xc0586300, 24) // 192.88.99: 6to4
                && !within(start, 0xc6120000, 15) // 198.18: benchmarks
                && !within(start, 0xf0000000, 4);
    }

    private static boolean within(int address, int block, int bits) {
        return (address ^ block) >>> (Integer.SIZE - bits) == 0;
    }
}
