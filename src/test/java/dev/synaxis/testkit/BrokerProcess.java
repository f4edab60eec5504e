package dev.synaxis.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A broker as a process of its own on this class path, that can be frozen, thawed, killed and started again. */
abstract class BrokerProcess implements AutoCloseable {

    final Path directory;
    private final Thread hook = new Thread(this::kill);
    private Process process;

    BrokerProcess(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The main class and its arguments. */
    abstract List<String> main();

    abstract boolean answers();

    /** Starts it with what it had on its disk, and waits until it answers. */
    public void start() {
        launch();
        Eventually.within(java.time.Duration.ofMinutes(3), "the broker answers: " + log(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the broker has ended by itself: " + log());
            }
            return answers();
        });
    }

    /** Starts it and does not wait. */
    public void launch() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(main());
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("broker.out").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() {
        return directory.resolve("broker.out").toString();
    }

    /** Freezes it: connections stay open and nothing is answered (SIGSTOP). */
    public void pause() {
        Signals.freeze(process);
    }

    /** Thaws it (SIGCONT). */
    public void resume() {
        Signals.thaw(process);
    }

    /** Ends it at once (SIGKILL); its disk stays. */
    public void kill() {
        Signals.kill(process);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
