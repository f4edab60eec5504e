package dev.synaxis.usage;

import dev.synaxis.failure.FailureKind;
import java.util.Locale;

/** What came of a call, as metrics and logs name it. */
public sealed interface Outcome {

    Outcome OK = new Answered();
    Outcome NO_PROVIDER = new NobodyAsked();

    static Outcome failed(FailureKind kind) {
        return new Failed(kind);
    }

    static Outcome refused(Refusal why) {
        return new Refused(why);
    }

    /** {@code ok}, {@code no_available_provider}, or the failure kind or the refusal in small letters: {@code rate_limited}. */
    String id();

    /** A reply, whole or in full stream. */
    record Answered() implements Outcome {
        @Override
        public String id() {
            return "ok";
        }
    }

    /** Nobody could be asked: everyone was cooling down, out of quota or switched off. */
    record NobodyAsked() implements Outcome {
        @Override
        public String id() {
            return "no_available_provider";
        }
    }

    /** A failure: the one that the client was told. */
    record Failed(FailureKind kind) implements Outcome {
        @Override
        public String id() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Turned away before anybody looked at what was asked for. */
    record Refused(Refusal why) implements Outcome {
        @Override
        public String id() {
            return why.id();
        }
    }
}
