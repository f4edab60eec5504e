package dev.synaxis.config;

import java.time.Duration;

/**
 * How long a provider may take.
 *
 * @param connect         to open a connection
 * @param firstToken      to the first event of a stream
 * @param firstByte       to the first byte of a whole answer: {@code first-token} where that is set by hand, else 2 min,
 *                        because vendors send nothing of a whole answer before all of it is made
 * @param idle            between two pieces of an answer that has begun
 * @param total           for one attempt
 */
public record Timeouts(Duration connect, Duration firstToken, Duration firstByte, Duration idle, Duration total) {

    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));
}
