package dev.synaxis.logging;

import ch.qos.logback.classic.pattern.KeyValuePairConverter;
import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.util.CachingDateFormatter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of the log: time with milliseconds and offset, level, logger, message, {@code key="value"} pairs; below it up
 * to 20 frames of an exception. It is what logback writes for the pattern {@value #PATTERN}, without the pattern's
 * parser, but for control characters in values: a model's name, which clients choose, begins no line of its own.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {

    static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %msg %kvp%n%ex{20}";

    private static final int LEVEL_WIDTH = 5;
    private static final int LOGGER_LENGTH = 20;
    private static final String FRAMES = "20";
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029]");

    private final CachingDateFormatter time = new CachingDateFormatter("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    private final TargetLengthBasedClassNameAbbreviator logger =
            new TargetLengthBasedClassNameAbbreviator(LOGGER_LENGTH);
    private final KeyValuePairConverter keyValues = new KeyValuePairConverter();
    private final ThrowableProxyConverter exception = new ThrowableProxyConverter();

    @Override
    public void start() {
        keyValues.start();
        exception.setOptionList(List.of(FRAMES));
        exception.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String level = event.getLevel().toString();
        return new StringBuilder(256)
                .append(time.format(event.getTimeStamp()))
                .append(' ')
                .append(level)
                .repeat(' ', Math.max(0, LEVEL_WIDTH - level.length()))
                .append(' ')
                .append(logger.abbreviate(event.getLoggerName()))
                .append(' ')
                .append(event.getFormattedMessage())
                .append(' ')
                .append(CONTROL.matcher(keyValues.convert(event)).replaceAll("?"))
                .append(System.lineSeparator())
                .append(exception.convert(event))
                .toString();
    }
}
