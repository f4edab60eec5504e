package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.Secret;
import dev.synaxis.config.SignIn;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The headers that prove to a provider who we are: its key, a token that it is signed in to for, or a signature. */
public final class Credentials implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final WireBody NOTHING = new WireBody.Bytes(new byte[0]);

    private final Map<String, TokenSource> tokens = new HashMap<>();
    private final @Nullable HttpClient http;
    private final Clock clock;

    public Credentials(List<ProviderConfig> providers, Clock clock) {
        boolean needed = providers.stream().anyMatch(provider -> provider.signIn() instanceof SignIn.Token);
        HttpClient client = needed
                ? HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build()
                : null;
        http = client;
        this.clock = clock;
        for (ProviderConfig provider : providers) {
            if (client != null && provider.signIn() instanceof SignIn.Token signIn) {
                TokenEndpoint endpoint = new TokenEndpoint(client, clock);
                tokens.put(provider.id(), new TokenSource(() -> endpoint.ask(signIn), clock));
            }
        }
    }

    /**
     * The headers for one request. Waits for a token where there is none at hand: for the call's own thread, never for an
     * event loop.
     *
     * @param key    the one of the provider's that is used
     * @param method such as {@code POST}
     * @param url    absolute, as it goes onto the wire
     * @throws ProviderException where the provider cannot be signed in to
     */
    Map<String, String> of(
            ProviderConfig provider, ProviderKey key, Dialect dialect, String method, String url, WireBody body) {
        if (provider.signIn() instanceof SignIn.AwsKey access) {
            return AwsSignature.headers(access, clock.instant(), method, url, Map.of(), body);
        }
        TokenSource source = tokens.get(provider.id());
        if (source != null) {
            return Map.of("authorization", "Bearer " + await(source));
        }
        Secret secret = key.secret();
        if (secret == null) {
            return Map.of();
        }
        return provider.auth() == null
                ? dialect.credentials(secret.value())
                : provider.auth().credentials(secret.value());
    }

    /** The headers for a request without a body: those that are configured, and with them {@link #of}. */
    Map<String, String> withHeaders(
            ProviderConfig provider, ProviderKey key, Dialect dialect, String method, String url) {
        return withHeaders(provider, key, dialect, method, url, NOTHING);
    }

    /** The headers for a request with a body of its own, which is none of a client's. */
    Map<String, String> withHeaders(
            ProviderConfig provider, ProviderKey key, Dialect dialect, String method, String url, WireBody body) {
        Map<String, String> headers = new LinkedHashMap<>(provider.headers());
        headers.putAll(of(provider, key, dialect, method, url, body));
        return headers;
    }

    private static String await(TokenSource source) {
        try {
            return source.token().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProviderException failure) {
                throw failure;
            }
            throw new IllegalStateException("signing in failed", e.getCause());
        } catch (TimeoutException e) {
            throw new ProviderException(FailureKind.TIMEOUT, "signing in to the provider took too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(FailureKind.CLIENT_CLOSED, "the call was broken off");
        }
    }

    @Override
    public void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
