package dev.synaxis.bench.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A child process that listens on a loopback port. Ended by its own handle, also when this process is. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Thread hook;
    private final double startMillis;

    private Server(Process process, double startMillis, Thread hook) {
        this.process = process;
        this.startMillis = startMillis;
        this.hook = hook;
    }

    /** Starts a process and waits for its first 200 to this request. */
    static Server start(String name, List<String> command, Map<String, String> environment, Path logs, int port,
            String path, String json) throws IOException, InterruptedException {
        Files.createDirectories(logs);
        Path log = logs.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        Process process = builder.start();
        Thread hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        while (!answers(port, path, json)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IOException(name + " does not answer on port " + port + ", see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(3);
        }
        return new Server(process, (System.nanoTime() - begin) / 1e6, hook);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        }
    }

    /** The body of a small GET or POST answer; empty where there is none. */
    static String ask(int port, String method, String path, String json) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            socket.setSoTimeout(5000);
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
                    + "content-type: application/json\r\ncontent-length: " + body.length + "\r\n\r\n" + json)
                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean answers(int port, String path, String json) {
        try {
            return ask(port, "POST", path, json).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /** Milliseconds from the start of the process to its first answer. */
    double startMillis() {
        return startMillis;
    }

    ProcStat proc() {
        return new ProcStat(process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
