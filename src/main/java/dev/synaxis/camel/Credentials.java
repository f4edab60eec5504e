package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.Secret;
import dev.synaxis.config.SignIn;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The headers that prove to a provider who we are: its key, or a token that it is signed in to for. */
public final class Credentials implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Map<String, TokenSource> tokens = new HashMap<>();
    private final @Nullable HttpClient http;

    public Credentials(List<ProviderConfig> providers, Clock clock) {
        boolean needed = providers.stream().anyMatch(provider -> provider.signIn() != null);
        HttpClient client = needed
                ? HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build()
                : null;
        http = client;
        for (ProviderConfig provider : providers) {
            SignIn signIn = provider.signIn();
            if (client != null && signIn != null) {
                TokenEndpoint endpoint = new TokenEndpoint(client, clock);
                tokens.put(provider.id(), new TokenSource(() -> endpoint.ask(signIn), clock));
            }
        }
    }

    /**
     * The headers for one request. Waits for a token where there is none at hand: for the call's own thread, never for an
     * event loop.
     *
     * @throws ProviderException where the provider cannot be signed in to
     */
    Map<String, String> of(ProviderConfig provider, Dialect dialect) {
        TokenSource source = tokens.get(provider.id());
        if (source != null) {
            return Map.of("authorization", "Bearer " + await(source));
        }
        Secret key = provider.apiKey();
        if (key == null) {
            return Map.of();
        }
        return provider.auth() == null
                ? dialect.credentials(key.value())
                : provider.auth().credentials(key.value());
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
