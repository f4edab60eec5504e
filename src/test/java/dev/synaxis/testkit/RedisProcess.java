package dev.synaxis.testkit;

import static dev.synaxis.testkit.Eventually.eventually;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a port of its own that can be frozen, thawed, killed and started again. It keeps nothing on disk. */
public final class RedisProcess implements AutoCloseable {

    private final File binary;
    private final int port;
    private final List<String> options;
    private final Thread hook = new Thread(this::kill);
    private Process process;

    private RedisProcess(List<String> options) throws IOException {
        this.binary = ExecutableProvider.newJarResourceProvider().get();
        this.options = List.copyOf(options);
        this.port = Ports.free();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts one, with further options such as {@code --requirepass}. */
    public static RedisProcess started(String... options) {
        RedisProcess redis = stopped(options);
        redis.start();
        return redis;
    }

    /** One that has a port and does not run yet. */
    public static RedisProcess stopped(String... options) {
        try {
            return new RedisProcess(List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public boolean running() {
        return process != null && process.isAlive();
    }

    public URI url() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Starts it on its port, empty, and waits until it answers. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(binary.getAbsolutePath()));
        command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .directory(binary.getParentFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        eventually("redis answers", this::answers);
    }

    /** Freezes it: connections stay open and nothing is answered (SIGSTOP). */
    public void pause() {
        Signals.freeze(process);
    }

    /** Thaws it: what was sent meanwhile is executed (SIGCONT). */
    public void resume() {
        Signals.thaw(process);
    }

    /** Ends it at once and loses everything (SIGKILL). */
    public void kill() {
        Signals.kill(process);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Any answer, a refusal for want of a password too. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            socket.setSoTimeout(200);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            int first = in.read();
            return first == '+' || first == '-';
        } catch (IOException e) {
            return false;
        }
    }
}
