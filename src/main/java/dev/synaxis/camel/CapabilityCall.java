package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.model.Warning;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's request, and what its capability makes of a candidate's wire and of the candidate's answer. */
public interface CapabilityCall {

    ProviderCapability capability();

    /** The model name that the client sent. */
    String model();

    /** Whether the client wants events. */
    boolean stream();

    /** Whether the answer goes to a client that is connected as it comes: as events, or as the bytes of a sound. */
    default boolean asItComes() {
        return stream();
    }

    ProviderSelectionCriteria criteria(CallerHeaders caller);

    /** A candidate has its turn: from here on the {@link #criteria} are those of what it will be asked for. */
    default void turn(Candidate candidate) {}

    /**
     * @throws ProviderException UNSUPPORTED where this candidate cannot be asked for it
     * @throws dev.synaxis.failure.InvalidRequestException the same, with the field that it cannot take
     */
    WireRequest toWire(Candidate candidate, Dialect dialect);

    /** @throws ProviderException the vendor's failure, or MALFORMED_REPLY */
    Answer fromWire(Candidate candidate, Dialect dialect, WireReply reply);

    /** What the client gets where the vendor's filter stopped the request; null where its form knows no such answer. */
    default @Nullable Reply filtered(Candidate candidate, ProviderFailure failure) {
        return null;
    }

    /** A reader of one streamed answer, for a call whose answer goes out as it comes. */
    StreamTranslation openStream(Candidate candidate, Dialect dialect);

    /** The answer of an in-process dialect. */
    Answer inProcess(Candidate candidate, Dialect dialect);

    /** What the stream of an in-process dialect is made of. */
    default StreamForm inProcessForm(Dialect dialect) {
        return StreamForm.EVENTS;
    }

    /** What a stream of an in-process dialect has used besides tokens; asked when it has ended, however it did. */
    default Units inProcessUnits() {
        return Units.NONE;
    }

    /** Plays the stream of an in-process dialect; stops early when the client is gone. */
    void inProcessStream(Candidate candidate, Dialect dialect, ChunkSink out) throws InterruptedException;

    /** What one call to a candidate gave. */
    sealed interface Answer {

        /** Null where the vendor counted nothing. */
        @Nullable TokenUsage usage();

        /** What else was used. */
        Units units();

        List<Warning> warnings();
    }

    /** A part of what was asked for; the same candidate is asked for the rest. */
    record Part(TokenUsage usage, Units units, List<Warning> warnings) implements Answer {

        /** Counted in tokens alone. */
        public Part(TokenUsage usage, List<Warning> warnings) {
            this(usage, Units.NONE, warnings);
        }
    }

    /**
     * What the client gets.
     *
     * @param usage    null where the vendor counted nothing
     * @param units    what else was used
     * @param warnings what of the request was not honoured, as far as only the answer shows it
     */
    record Reply(
            byte[] body, String contentType, @Nullable TokenUsage usage, Units units, List<Warning> warnings)
            implements Answer {

        /** Counted in tokens alone. */
        public Reply(byte[] body, String contentType, @Nullable TokenUsage usage) {
            this(body, contentType, usage, Units.NONE);
        }

        /** An answer without warnings. */
        public Reply(byte[] body, String contentType, @Nullable TokenUsage usage, Units units) {
            this(body, contentType, usage, units, List.of());
        }
    }

    /** Takes the translation of an in-process stream, piece by piece. */
    interface ChunkSink {
        /**
         * Lets the time before the next piece pass.
         *
         * @throws ProviderException CLIENT_CLOSED where nobody is left to take it
         */
        void pause(Duration time) throws InterruptedException;

        void write(byte[] piece) throws InterruptedException;
    }
}
