package dev.synaxis.bench.run;

import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.OpenAiWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts vendor, bare proxy and Synaxis, measures them side by side and prints one table. See bench/README.md. */
public final class Bench {

    private static final String DIRECT = "(a) vendor directly";
    private static final String BARE = "(b) bare proxy";
    private static final String SAME = "(c) Synaxis, same dialect";
    private static final String TRANSLATED = "(d) Synaxis, openai -> anthropic";

    private final Settings settings;
    private final Path target = Path.of(System.getProperty("bench.target"));
    private final Report report = new Report();
    private final int vendorPort = Server.freePort();
    private final VendorControl vendor = new VendorControl(vendorPort);

    private Bench(Settings settings) throws IOException {
        this.settings = settings;
    }

    public static void main(String[] args) throws Exception {
        new Bench(Settings.of(args)).run();
    }

    private void run() throws IOException, InterruptedException {
        try (Server vendorServer = Server.start("vendor", java("dev.synaxis.bench.server.BenchVendor", "" + vendorPort),
                Map.of(), logs(), vendorPort, OpenAiWire.CHAT, Target.body("bench-model", false))) {
            Server.ask(vendorPort, "POST", AnthropicWire.MESSAGES, Target.body("bench-claude", false));
            rounds(vendorServer);
            starts();
            crowds(vendorServer);
        }
        List<String> names = settings.synaxisJar() == null
                ? List.of(DIRECT, BARE) : List.of(DIRECT, BARE, SAME, TRANSLATED);
        String table = report.table(names, BARE);
        if (settings.synaxisJar() != null) {
            table += String.format(Locale.ROOT, "%nCPU per request, (d) over (c): %.2f",
                    report.ratio(Round.CPU_PER_REQUEST, TRANSLATED, SAME));
        }
        Files.writeString(target.resolve("results.md"), table + "\n");
        Files.writeString(target.resolve("values.csv"), report.csv());
        System.out.println(table);
    }

    private void rounds(Server vendorServer) throws IOException, InterruptedException {
        List<Server> servers = new ArrayList<>();
        try {
            List<Target> targets = new ArrayList<>();
            targets.add(Target.of(DIRECT, vendorServer, vendorPort, OpenAiWire.CHAT, "bench-model"));
            targets.addAll(bare(servers));
            if (settings.synaxisJar() != null) {
                targets.addAll(synaxis(servers));
            }
            Round round = new Round(settings, vendor, report);
            for (Target t : targets) {
                say("warm-up " + t.name());
                round.warmUp(t, settings.warmUp());
            }
            for (int i = 0; i < settings.rounds(); i++) {
                say("round " + (i + 1) + " of " + settings.rounds());
                Collections.rotate(targets, 1);
                round.run(targets, DIRECT);
                round.embeddings(targets.stream().filter(t -> !t.name().equals(TRANSLATED)).toList());
                round.uploads(targets.stream().filter(t -> !t.name().equals(TRANSLATED)).toList());
            }
        } finally {
            close(servers);
        }
    }

    private void starts() throws IOException, InterruptedException {
        for (int i = 0; i < settings.starts(); i++) {
            say("start " + (i + 1) + " of " + settings.starts());
            List<Server> servers = new ArrayList<>();
            try {
                report.add("start to first answer, ms", BARE, bare(servers).getFirst().server().startMillis());
                close(servers);
                servers.clear();
                if (settings.synaxisJar() != null) {
                    report.add("start to first answer, ms", SAME, synaxis(servers).getFirst().server().startMillis());
                }
            } finally {
                close(servers);
            }
        }
    }

    private void crowds(Server vendorServer) throws IOException, InterruptedException {
        Crowd crowd = new Crowd(settings, vendor, report);
        say("crowd " + DIRECT);
        crowd.run(Target.of(DIRECT, vendorServer, vendorPort, OpenAiWire.CHAT, "bench-model"));
        List<Server> servers = new ArrayList<>();
        try {
            say("crowd " + BARE);
            crowd.run(bare(servers).getFirst());
            close(servers);
            servers.clear();
            if (settings.synaxisJar() != null) {
                say("crowd " + SAME);
                crowd.run(synaxis(servers).getFirst());
                close(servers);
                servers.clear();
                say("crowd " + TRANSLATED);
                crowd.run(synaxis(servers).getLast());
            }
        } finally {
            close(servers);
        }
    }

    private List<Target> bare(List<Server> servers) throws IOException, InterruptedException {
        int port = Server.freePort();
        Server server = Server.start("bare-proxy",
                java("dev.synaxis.bench.server.BareProxy", "" + port, "" + vendorPort), Map.of(), logs(), port,
                OpenAiWire.CHAT, Target.body("bench-model", false));
        servers.add(server);
        return List.of(Target.of(BARE, server, port, OpenAiWire.CHAT, "bench-model"));
    }

    private List<Target> synaxis(List<Server> servers) throws IOException, InterruptedException {
        int port = Server.freePort();
        Path config = Files.writeString(target.resolve("synaxis-bench.yaml"), """
                server: { host: 127.0.0.1, port: %d }
                providers:
                  - id: bench
                    dialect: openai
                    base-url: http://127.0.0.1:%d/v1
                    api-key: bench
                    tier: paid
                    capabilities: [chat, embedding, transcription]
                    models: [bench-model, bench-embedding, bench-whisper]
                  - id: bench-anthropic
                    dialect: anthropic
                    base-url: http://127.0.0.1:%d/v1
                    api-key: bench
                    tier: paid
                    capabilities: [chat]
                    models: [bench-claude]
                """.formatted(port, vendorPort, vendorPort));
        List<String> command = new ArrayList<>(javaCommand("bench.synaxisOptions"));
        command.addAll(List.of("-jar", String.valueOf(settings.synaxisJar())));
        Server server = Server.start("synaxis", command,
                Map.of("SYNAXIS_CONFIG", config.toString(), "SYNAXIS_PORT", "" + port, "SYNAXIS_HOST", "127.0.0.1"),
                logs(), port, OpenAiWire.CHAT, Target.body("bench-model", false));
        servers.add(server);
        return List.of(Target.of(SAME, server, port, OpenAiWire.CHAT, "bench-model"),
                Target.of(TRANSLATED, server, port, OpenAiWire.CHAT, "bench-claude"));
    }

    /** A main class of the bench with only the libraries that it needs, so that none it does not need slows its start. */
    private List<String> java(String mainClass, String... args) throws IOException {
        List<String> command = new ArrayList<>(javaCommand("bench.javaOptions"));
        try (var libraries = Files.list(target.resolve("lib"))) {
            command.addAll(List.of("-cp", target.resolve("classes") + ":" + libraries
                    .filter(p -> p.getFileName().toString().matches("(vertx-core|netty|jackson|synaxis|jspecify).*\\.jar"))
                    .map(Path::toString).sorted().collect(Collectors.joining(":"))));
        }
        command.add(mainClass);
        command.addAll(List.of(args));
        return command;
    }

    private static List<String> javaCommand(String optionsProperty) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        String options = System.getProperty(optionsProperty, "").strip();
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split("\\s+")));
        }
        return command;
    }

    private Path logs() {
        return target.resolve("logs");
    }

    private static void close(List<Server> servers) throws InterruptedException {
        for (Server server : servers) {
            server.close();
        }
    }

    private static void say(String text) {
        System.err.println("- " + text);
    }
}
