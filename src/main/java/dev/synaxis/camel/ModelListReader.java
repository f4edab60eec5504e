package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.ModelsTranslator.Listed;
import dev.synaxis.dialect.ModelsTranslator.Page;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each provider's own list of models in the background, shortly after the start and then once in a while. A list that is
 * not to be had changes nothing.
 */
public final class ModelListReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelListReader.class);

    /** Before the first list is read: the first calls have the machine to themselves. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int MOST_PAGES = 20;
    private static final long MOST_BYTES = 32L << 20;

    private final List<ProviderConfig> providers;
    private final Dialects dialects;
    private final Credentials credentials;
    private final ModelListBook book;
    private final Clock clock;

    private volatile boolean closed;

    public ModelListReader(
            List<ProviderConfig> providers, Dialects dialects, Credentials credentials, ModelListBook book, Clock clock) {
        this.providers = providers.stream()
                .filter(p -> p.listEvery() != null && p.baseUrl() != null && dialects.models(p) != null)
                .toList();
        this.dialects = dialects;
        this.credentials = credentials;
        this.book = book;
        this.clock = clock;
    }

    /** Begins, where anybody has a list. */
    public void start() {
        if (!providers.isEmpty()) {
            Thread.ofVirtual().name("synaxis-model-lists").start(this::run);
        }
    }

    private void run() {
        LockSupport.parkNanos(LOOK_NANOS);
        while (!closed) {
            List<ProviderConfig> due = providers.stream().filter(this::due).toList();
            if (!due.isEmpty()) {
                read(due);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean due(ProviderConfig provider) {
        ListedModels known = book.of(provider.id());
        Duration every = provider.listEvery();
        if (known == null || every == null || !known.provider().sameUpstream(provider)) {
            return every != null;
        }
        Duration wait = known.error() == null || every.compareTo(AGAIN) < 0 ? every : AGAIN;
        return !clock.instant().isBefore(known.triedAt().plus(wait));
    }

    private void read(List<ProviderConfig> due) {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build()) {
            for (ProviderConfig provider : due) {
                if (closed) {
                    return;
                }
                read(http, provider);
            }
        }
    }

    private void read(HttpClient http, ProviderConfig provider) {
        Instant now = clock.instant();
        String error;
        try {
            ListedModels list = list(http, provider, now);
            put(list);
            LOG.atInfo().addKeyValue("provider", provider.id()).log("List of models read");
            if (!list.lacking().isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("provider", provider.id())
                        .addKeyValue("model", String.join(" ", list.lacking()))
                        .log("Models of the catalogue that the provider lists no more are not asked for");
            }
            return;
        } catch (ProviderException e) {
            error = e.failure().message();
        } catch (IOException | RuntimeException e) {
            error = "the list cannot be read: " + VendorHttpClient.reason(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        put(ListedModels.failed(provider, book.of(provider.id()), now, error));
        LOG.atInfo()
                .addKeyValue("provider", provider.id())
                .addKeyValue("error", error)
                .log("The provider's list of models is not to be had: the catalogue's holds");
    }

    /** A former configuration's list says nothing any more. */
    private void put(ListedModels list) {
        if (!closed) {
            book.put(list);
        }
    }

    private ListedModels list(HttpClient http, ProviderConfig provider, Instant now)
            throws IOException, InterruptedException {
        ModelsTranslator translator = dialects.models(provider);
        if (translator == null) {
            throw new IllegalStateException("no list of models at " + provider.id());
        }
        List<Listed> models = translator.together(models(http, provider, translator));
        return ListedModels.read(provider, models, now, translator.complete(base(provider)));
    }

    private List<Listed> models(HttpClient http, ProviderConfig provider, ModelsTranslator translator)
            throws IOException, InterruptedException {
        List<Listed> models = new ArrayList<>();
        String next = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            Page page = translator.read(get(http, provider, translator, translator.url(base(provider), next)));
            models.addAll(page.models());
            next = page.next();
            if (next == null) {
                break;
            }
        }
        if (models.isEmpty() || next != null) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, models.isEmpty() ? "the list is empty" : "the list does not end");
        }
        return models;
    }

    private static String base(ProviderConfig provider) {
        return String.valueOf(provider.baseUrl());
    }

    private byte[] get(HttpClient http, ProviderConfig provider, ModelsTranslator translator, String url)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("user-agent", VendorRelay.USER_AGENT)
                .header("accept", "application/json");
        translator.headers().forEach(request::setHeader);
        provider.headers().forEach(request::setHeader);
        WireBody nothing = new WireBody.Bytes(new byte[0]);
        credentials.of(provider, provider.keys().getFirst(), dialects.of(provider), "GET", url, nothing)
                .forEach(request::setHeader);
        HttpResponse<byte[]> reply =
                http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        if (reply.statusCode() != 200) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "HTTP status " + reply.statusCode());
        }
        return reply.body();
    }

    /** Reads no more lists; one that is being read is read to its end. */
    @Override
    public void close() {
        closed = true;
    }
}
