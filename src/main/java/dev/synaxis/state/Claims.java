package dev.synaxis.state;

import java.time.Duration;

/** Which of the gateways that share their state does what one of them is to do. */
public interface Claims {

    /**
     * Whether it is this gateway's to do; then nobody gets it again for that long. Where the shared store does not answer each
     * gateway has claims of its own.
     *
     * @param name what is done, such as {@code probe:groq:1795392000000}
     */
    boolean take(String name, Duration length);
}
