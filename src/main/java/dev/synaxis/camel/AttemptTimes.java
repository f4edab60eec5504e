package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import java.time.Duration;

/** How long the attempt that begins now may take: the provider's own bounds within what is left of the call's deadline. */
final class AttemptTimes {

    private AttemptTimes() {}

    static Timeouts of(CallContext call) {
        Timeouts own = own(call);
        Duration left = left(call);
        if (left.compareTo(own.total()) >= 0) {
            return own;
        }
        return new Timeouts(own.connect(), own.firstToken(), own.firstByte(), own.idle(), left);
    }

    /**
     * A picture's first event takes as long as a whole answer, and so may the next one. So does the first word of a
     * transcript where a vendor listens to all of it before it writes.
     */
    private static Timeouts own(CallContext call) {
        Timeouts own = call.candidate().provider().timeouts();
        return switch (call.work.capability()) {
            case IMAGE_GENERATION, IMAGE_EDIT -> new Timeouts(
                    own.connect(),
                    own.firstByte(),
                    own.firstByte(),
                    own.idle().compareTo(own.firstByte()) < 0 ? own.firstByte() : own.idle(),
                    own.total());
            case TRANSCRIPTION -> new Timeouts(
                    own.connect(), own.firstByte(), own.firstByte(), own.idle(), own.total());
            case CHAT, EMBEDDING, SPEECH -> own;
        };
    }

    /** What is left of the time for all attempts; never less than 1 ms. */
    static Duration left(CallContext call) {
        Duration spent = Duration.ofNanos(System.nanoTime() - call.startedNanos);
        Duration left = call.deadline.minus(spent);
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }
}
