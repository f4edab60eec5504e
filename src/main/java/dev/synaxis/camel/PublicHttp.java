package dev.synaxis.camel;

import dev.synaxis.failure.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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

    private static final int MAX_BYTES = 32 * 1024 * 1024;

    private final boolean allowPrivate;
    private @Nullable CloseableHttpClient http;

    /** @param allowPrivate whether inner addresses are allowed after all ({@code server.allow-private-media}) */
    public PublicHttp(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** The client, made when it is first needed: most gateways never fetch anything. */
    private synchronized CloseableHttpClient http() {
        CloseableHttpClient made = http;
        if (made == null) {
            made = HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setDnsResolver(allowPrivate ? SystemDefaultDnsResolver.INSTANCE : new PublicOnly())
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
                    .setUserAgent(StreamRelay.USER_AGENT)
                    .build();
            http = made;
        }
        return made;
    }

    /** @param mediaType as the server gave it, without parameters */
    record Fetched(String mediaType, byte[] bytes) {}

    /**
     * @param field the request field that holds the URL, for the error
     * @throws InvalidRequestException where the URL is not http(s), leads inside, or does not answer 200
     */
    Fetched get(String url, String field) {
        HttpGet get = new HttpGet(uri(url, field));
        try {
            return http().execute(get, response -> read(response, field));
        } catch (PrivateAddressException e) {
            throw new InvalidRequestException(
                    field, field + ": the URL leads to an address that is not public, which the gateway does not fetch");
        } catch (IOException e) {
            throw new InvalidRequestException(
                    field, field + ": the URL cannot be fetched (" + VendorHttpClient.reason(e) + ")");
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

    private static Fetched read(ClassicHttpResponse response, String field) throws IOException {
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
                if (bytes.size() > MAX_BYTES) {
                    throw new InvalidRequestException(
                            field, field + ": what the URL holds is larger than " + MAX_BYTES / 1024 / 1024 + " MiB");
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
