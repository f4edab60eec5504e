package dev.synaxis.e2e;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open. */
final class Logged implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    Logged() {
        events.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        events.start();
        root.addAppender(events);
    }

    /** Messages, key-values and stack traces, as they could be written anywhere. */
    String text() {
        return events.list.stream()
                .map(e -> e.getLoggerName() + " " + e.getFormattedMessage() + " " + e.getKeyValuePairs() + " "
                        + (e.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(e.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    /** The key-values of the lines of one logger that belong to a request. */
    List<Map<String, Object>> lines(String logger, String requestId) {
        return events.list.stream()
                .filter(e -> e.getLoggerName().equals(logger) && e.getKeyValuePairs() != null)
                .map(Logged::values)
                .filter(values -> requestId.equals(values.get("requestId")))
                .toList();
    }

    private static Map<String, Object> values(ILoggingEvent event) {
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        event.getKeyValuePairs().forEach(pair -> values.put(pair.key, pair.value));
        return values;
    }

    @Override
    public void close() {
        root.detachAppender(events);
        events.stop();
    }
}
