package dev.synaxis.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BatchAppenderTest {

    private static final LoggerContext LOGBACK = new LoggerContext();
    private static final int MORE_THAN_WAIT = 20_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void shouldWriteEveryLineInOrderWhenItIsStopped() {
        BatchAppender log = appender(written);

        for (int i = 0; i < 1_000; i++) {
            log.doAppend(event("line " + i));
        }
        log.stop();

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1_000)
                .element(999)
                .asString()
                .endsWith("line 999 ");
    }

    @Test
    void shouldWriteALineWithoutAnotherBehindItWhenNobodyStopsIt() throws InterruptedException {
        CountDownLatch flushed = new CountDownLatch(1);
        BatchAppender log = appender(new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void flush() {
                flushed.countDown();
            }
        });

        log.doAppend(event("alone"));
        flushed.await();

        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("alone " + System.lineSeparator());
        log.stop();
    }

    @Test
    void shouldSayHowManyLinesItLeftOutWhenMoreComeThanCanBeWritten() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        BatchAppender log = appender(new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void flush() {
                writing.countDown();
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        log.doAppend(event("first"));
        writing.await();

        for (int i = 0; i < MORE_THAN_WAIT; i++) {
            log.doAppend(event("more"));
        }
        blocked.countDown();
        log.stop();

        String all = written.toString(StandardCharsets.UTF_8);
        long lines = all.lines().filter(line -> line.endsWith("more ")).count();
        assertThat(all).contains((MORE_THAN_WAIT - lines) + " lines left out");
    }

    private static BatchAppender appender(OutputStream out) {
        LogLine line = new LogLine();
        line.setContext(LOGBACK);
        line.start();
        BatchAppender log = new BatchAppender(line, new PrintStream(out, false, StandardCharsets.UTF_8));
        log.setContext(LOGBACK);
        log.start();
        return log;
    }

    private static LoggingEvent event(String message) {
        return new LoggingEvent("", LOGBACK.getLogger("dev.synaxis.access"), Level.INFO, message, null, null);
    }
}
