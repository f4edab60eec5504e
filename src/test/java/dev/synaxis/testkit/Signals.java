package dev.synaxis.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Signals to a process that a test has started. */
final class Signals {

    private Signals() {}

    /** Freezes it: connections stay open and nothing is answered (SIGSTOP). */
    static void freeze(Process process) {
        send("STOP", process);
    }

    /** Thaws it: what was sent meanwhile is executed (SIGCONT). */
    static void thaw(Process process) {
        send("CONT", process);
    }

    /** Ends it at once, where there is one (SIGKILL). */
    static void kill(@Nullable Process process) {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(String name, Process process) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
