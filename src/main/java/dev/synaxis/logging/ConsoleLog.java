package dev.synaxis.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the gateway: INFO and above, one {@link LogLine} each, to the console, written by a thread of its own that
 * never holds up a call. Found through {@code META-INF/services/ch.qos.logback.classic.spi.Configurator}; in Java, since
 * reading the same from logback's XML takes a tenth of the start. It steps aside for a file that {@code
 * -Dlogback.configurationFile} names, and for the {@code logback-test.xml} of tests.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class ConsoleLog extends ContextAwareBase implements Configurator {

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
        logback.getLogger("io.vertx.core.http.impl.HttpClientRequestImpl").setLevel(Level.OFF);
        var root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console(logback));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static BatchAppender console(LoggerContext logback) {
        LogLine line = new LogLine();
        line.setContext(logback);
        line.start();
        BatchAppender console = new BatchAppender(line, System.out);
        console.setContext(logback);
        console.setName("console");
        console.start();
        return console;
    }

    /** Writes what waits to be written; nothing is logged afterwards. */
    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }
}
