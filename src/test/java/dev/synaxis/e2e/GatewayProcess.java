package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A gateway as its users run it: a process of its own with nothing but the main classes and their dependencies. */
final class GatewayProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Synaxis listens on http://[^ ]*:(\\d+)");

    private final Process process;
    private final Path output;

    private GatewayProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param directory where it runs, with its {@code synaxis.yaml} if there is one */
    static GatewayProcess start(Path directory, Map<String, String> environment, String... jvmOptions) {
        return run(directory, environment, List.of(jvmOptions), List.of());
    }

    /** Runs a command that ends by itself. */
    static GatewayProcess command(Path directory, String... arguments) {
        return run(directory, Map.of(), List.of("-XX:TieredStopAtLevel=1"), List.of(arguments));
    }

    private static GatewayProcess run(
            Path directory, Map<String, String> environment, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", mainClassPath(), "dev.synaxis.Synaxis"));
        command.addAll(arguments);
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.endsWith("_KEY") || name.endsWith("_TOKEN") || name.startsWith("SYNAXIS_"));
        builder.environment().put("SYNAXIS_PORT", "0");
        builder.environment().putAll(environment);
        try {
            return new GatewayProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mainClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port, once it listens. */
    int port() {
        within(Duration.ofSeconds(90), "the gateway listens", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the gateway ended: " + output());
            }
            return LISTENS.matcher(output()).find();
        });
        Matcher listens = LISTENS.matcher(output());
        if (!listens.find()) {
            throw new AssertionError(output());
        }
        return Integer.parseInt(listens.group(1));
    }

    /** Threads of the platform; virtual ones are not among them. */
    long threads() {
        try (var tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return tasks.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that it holds open whose path has this in it, deleted ones among them. */
    long openFiles(String part) {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.filter(fd -> {
                try {
                    return Files.readSymbolicLink(fd).toString().contains(part);
                } catch (IOException e) {
                    return false;
                }
            }).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The exit status, which comes within the time. */
    int exit(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + time + ": " + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
