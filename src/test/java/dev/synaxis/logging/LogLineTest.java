package dev.synaxis.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

    private static final LoggerContext LOGBACK = new LoggerContext();

    static final List<LoggingEvent> EVENTS = List.of(
            event("dev.synaxis.access", Level.INFO, null),
            event("dev.synaxis.camel.AttemptLedger", Level.WARN, null),
            event("org.apache.camel.processor.errorhandler.DefaultErrorHandler", Level.ERROR, new IOException("reset")),
            event("a", Level.DEBUG, new IllegalStateException(new IOException(new IllegalArgumentException("deep")))));

    @ParameterizedTest
    @FieldSource("EVENTS")
    void shouldWriteWhatLogbackWritesForThePattern(LoggingEvent event) {
        PatternLayout pattern = new PatternLayout();
        pattern.setContext(LOGBACK);
        pattern.setPattern(LogLine.PATTERN);
        pattern.start();
        LogLine line = new LogLine();
        line.start();

        assertThat(line.doLayout(event)).isEqualTo(pattern.doLayout(event)).contains("latencyMs=\"12\"");
    }

    @Test
    void shouldWriteOneLineWhateverAValueHolds() {
        LoggingEvent event = event("dev.synaxis.access", Level.INFO, null);
        event.addKeyValuePair(new KeyValuePair("model", "house/m\r\n2026-11-29 ERROR \u001b[2Jforged\u2028"));
        LogLine line = new LogLine();
        line.start();

        assertThat(line.doLayout(event))
                .endsWith(System.lineSeparator())
                .contains("model=\"house/m??2026-11-29 ERROR ?[2Jforged?\"")
                .hasLineCount(1);
    }

    private static LoggingEvent event(String logger, Level level, Throwable thrown) {
        LoggingEvent event = new LoggingEvent("", LOGBACK.getLogger(logger), level, "Call {}", thrown, new Object[] {"finished"});
        event.addKeyValuePair(new KeyValuePair("provider", "mock"));
        event.addKeyValuePair(new KeyValuePair("latencyMs", 12));
        return event;
    }
}
