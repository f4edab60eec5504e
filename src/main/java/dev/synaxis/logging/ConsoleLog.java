package dev.synaxis.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * The log of the gateway: INFO and above, one {@link LogLine} each, to the console, written by a thread of its own that
 * never holds up a call. Found through {@code META-INF/services/ch.qos.logback.classic.spi.Configurator}; in Java, since
 * reading the same from logback's XML takes a tenth of the start. It steps aside for a file that {@code
 * -Dlogback.configurationFile} names, and for the {@code logback-test.xml} of tests.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    private static final int QUEUED_LINES = 8192;

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        if (System.getProperty("logback.configurationFile") != null
                || getClass().getResource("/logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logback.getLogger("org.apache.camel").setLevel(Level.WARN);
        logback.getLogger("org.redisson").setLevel(Level.ERROR);
        // connections that a peer resets: told by the attempt that they end
        logback.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
        var root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(async(logback, console(logback)));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext logback) {
        LogLine line = new LogLine();
        line.setContext(logback);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(logback);
        encoder.setLayout(line);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logback);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static AsyncAppender async(LoggerContext logback, ConsoleAppender<ILoggingEvent> console) {
        AsyncAppender async = new AsyncAppender();
        async.setContext(logback);
        async.setName("async");
        async.setQueueSize(QUEUED_LINES);
        async.setNeverBlock(true);
        async.setDiscardingThreshold(0);
        async.addAppender(console);
        async.start();
        return async;
    }
}
