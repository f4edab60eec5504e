package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.failure.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells vendors to stop what they make in the background for nobody. No call waits for that, and none fails by it. */
final class Cancellations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Dialects dialects;
    private final Credentials credentials;
    private @Nullable HttpClient http;

    Cancellations(Dialects dialects, Credentials credentials) {
        this.dialects = dialects;
        this.credentials = credentials;
    }

    void send(CallContext call, BackgroundAnswer.Cancel cancel) {
        ProviderConfig provider = call.candidate().provider();
        ProviderKey key = call.providerKey();
        Thread.ofVirtual().name("synaxis-cancel").start(() -> send(provider, key, cancel, call.caller.requestId()));
    }

    private void send(
            ProviderConfig provider, ProviderKey key, BackgroundAnswer.Cancel cancel, String requestId) {
        String outcome;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cancel.url()))
                    .timeout(PATIENCE)
                    .method(cancel.method(), HttpRequest.BodyPublishers.noBody());
            credentials.withHeaders(provider, key, dialects.of(provider), cancel.method(), cancel.url())
                    .forEach(request::header);
            int status = http().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 400) {
                return;
            }
            outcome = "HTTP status " + status;
        } catch (IOException | ProviderException | IllegalArgumentException e) {
            outcome = VendorHttpClient.reason(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = "interrupted";
        }
        LOG.atWarn()
                .addKeyValue("requestId", requestId)
                .addKeyValue("provider", provider.id())
                .addKeyValue("error", outcome)
                .log("A provider could not be told to stop");
    }

    /** The client, made when it is first needed. */
    private synchronized HttpClient http() {
        HttpClient made = http;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
            http = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
