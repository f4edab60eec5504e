package dev.synaxis.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.SignIn;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Asks for a token where a provider is signed in to: a form goes there, {@code {access_token, expires_in}} comes back
 * (RFC 6749, section 5.1), {@code expires_in} in seconds. Neither answers nor secrets get into an error.
 */
final class TokenEndpoint {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ASSERTED = Duration.ofHours(1);
    private static final Duration SHORT_LIFE = Duration.ofMinutes(5);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpClient http;
    private final Clock clock;

    TokenEndpoint(HttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * Fails with a {@link ProviderException}: AUTHENTICATION where the sign-in was refused; OVERLOADED, RATE_LIMITED,
     * NETWORK, TIMEOUT or MALFORMED_REPLY where there was no verdict.
     */
    CompletableFuture<TokenSource.Token> ask(SignIn.Token signIn) {
        HttpRequest request = HttpRequest.newBuilder(signIn.tokenUrl())
                .timeout(PATIENCE)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(signIn)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .orTimeout(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw noAnswer(failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure);
                    }
                    return token(answer);
                });
    }

    private String form(SignIn.Token signIn) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (signIn) {
            case SignIn.ClientCredentials app -> {
                fields.put("grant_type", "client_credentials");
                fields.put("client_id", app.clientId());
                fields.put("client_secret", app.secret().value());
                fields.put("scope", app.scope());
            }
            case SignIn.ServiceAccount account -> {
                fields.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
                fields.put("assertion", assertion(account));
            }
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** A JSON web token signed with RS256, good for an hour. */
    private String assertion(SignIn.ServiceAccount account) {
        ObjectNode header = Json.object().put("alg", "RS256").put("typ", "JWT");
        if (account.keyId() != null) {
            header.put("kid", account.keyId());
        }
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = Json.object()
                .put("iss", account.email())
                .put("scope", account.scope())
                .put("aud", account.tokenUrl().toString())
                .put("iat", now)
                .put("exp", now + ASSERTED.toSeconds());
        String signed = BASE64.encodeToString(Json.bytes(header)) + "." + BASE64.encodeToString(Json.bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(account.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new ProviderException(FailureKind.AUTHENTICATION, "the service account's key cannot sign");
        }
    }

    private static TokenSource.Token token(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status < 200 || status >= 300) {
            FailureKind kind = status == 429
                    ? FailureKind.RATE_LIMITED
                    : status >= 500 ? FailureKind.OVERLOADED : FailureKind.AUTHENTICATION;
            throw new ProviderException(ProviderFailure.of(
                    kind, status, "signing in to the provider was answered with HTTP status " + status));
        }
        JsonNode reply = Json.parseOrNull(new String(answer.body(), StandardCharsets.UTF_8));
        String value = reply == null ? "" : reply.path("access_token").asText();
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "signing in to the provider gave no token");
        }
        long seconds = reply.path("expires_in").asLong(SHORT_LIFE.toSeconds());
        return new TokenSource.Token(value, Duration.ofSeconds(Math.max(1, seconds)));
    }

    private static ProviderException noAnswer(Throwable failure) {
        return switch (failure) {
            case ProviderException known -> known;
            case HttpTimeoutException _, TimeoutException _ ->
                new ProviderException(FailureKind.TIMEOUT, "signing in to the provider took too long");
            default -> new ProviderException(
                    FailureKind.NETWORK, "signing in to the provider failed: " + VendorHttpClient.reason(failure));
        };
    }
}
