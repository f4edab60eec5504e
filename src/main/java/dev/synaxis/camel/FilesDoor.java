package dev.synaxis.camel;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.inbound.files.FileJobs;
import dev.synaxis.inbound.files.LineCalls;
import dev.synaxis.inbound.files.SettledFiles;
import dev.synaxis.routing.ProviderSelector;
import dev.synaxis.usage.JobMeter;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the watched folder adds to a gateway: its routes, and what they name. */
public final class FilesDoor implements AutoCloseable {

    private final InboundConfig.Files config;
    private final FileJobs jobs;

    private FilesDoor(InboundConfig.Files config, FileJobs jobs) {
        this.config = config;
        this.jobs = jobs;
    }

    /**
     * Null where the configuration has no folder.
     *
     * @throws IllegalConfigException where the folders cannot be worked in
     */
    public static @Nullable FilesDoor open(GatewayConfig config, LineCalls calls, JobMeter meter, Clock clock) {
        InboundConfig.Files files = config.inbound().files();
        return files == null ? null : new FilesDoor(files, new FileJobs(files, calls, meter, clock));
    }

    /** @throws IllegalConfigException where there is a folder, and nobody has the model of its texts */
    public static void check(GatewayConfig config, ProviderSelector selector) {
        InboundConfig.Files files = config.inbound().files();
        if (files != null && !FileCalls.knows(files.model(), selector)) {
            throw new IllegalConfigException(List.of(
                    "inbound.files.model: no configured provider embeds with '" + files.model() + "'"));
        }
    }

    public FileJobs jobs() {
        return jobs;
    }

    /** The route files, below {@code routes/}. */
    public List<String> routes() {
        return List.of("inbound/file", "inbound/file-takeover");
    }

    /** What the routes name, by its name. */
    public Map<String, Object> beans() {
        return Map.of("fileJobs", jobs, "settledFiles", new SettledFiles(config.settle(), System::nanoTime));
    }

    /** What the routes leave to the configuration. */
    public Map<String, String> properties() {
        return Map.of(
                "synaxis.files.directory", config.directory().toString(),
                "synaxis.files.poll-ms", Long.toString(config.poll().toMillis()));
    }

    @Override
    public void close() throws IOException {
        jobs.close();
    }
}
