package dev.synaxis.inbound;

import org.jspecify.annotations.Nullable;

/** A way in beside HTTP, as an operator sees it. */
public interface FrontDoor {

    /** {@code kafka} or {@code jms}. */
    String name();

    State state();

    /**
     * How a door is doing.
     *
     * @param up       whether its broker answers
     * @param detail   what is wrong, without secrets; null where nothing is
     * @param inFlight messages that are being worked on
     * @param waiting  those of them that wait until a provider is back
     * @param paused   whether nothing more is taken, because as many wait as may
     */
    record State(boolean up, @Nullable String detail, int inFlight, int waiting, boolean paused) {}
}
