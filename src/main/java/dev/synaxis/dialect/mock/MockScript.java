package dev.synaxis.dialect.mock;

import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mock provider is told to do: the {@code mock} tree of its configuration. Every key is optional.
 *
 * <pre>
 * mock:
 *   reply: "Forty-two."         # the text of every answer, whatever was asked
 *   tool-call:                  # called where the request offers this tool and does not end with a tool's result
 *     name: get_weather
 *     arguments: { city: Oslo } # without them, the least that the tool's schema takes
 *   delay: 20ms                 # before the answer, or before the first event of a stream
 *   pause: 5ms                  # before each further piece of a stream
 *   break-after: 3              # every stream breaks after so many pieces, as a lost connection does
 *   fail: OVERLOADED            # every call fails so: the name of a FailureKind; or
 *   fail:
 *     kind: RATE_LIMITED
 *     times: 2                  # the first two calls fail; or every: 3, each third call fails
 *     retry-after: 5s
 *     message: "Slow down."
 * </pre>
 *
 * Durations are whole numbers with ms, s, m or h. Calls of all capabilities count together. {@code delay} and
 * {@code fail} hold for every capability; {@code reply} (the text that is spoken or drawn), {@code pause} and
 * {@code break-after} for chat, speech and pictures, {@code tool-call} for chat.
 */
record MockScript(
        @Nullable String reply,
        @Nullable ScriptedCall toolCall,
        Duration delay,
        Duration pause,
        @Nullable Integer breakAfter,
        @Nullable Fail fail) {

    static final MockScript NONE = new MockScript(null, null, Duration.ZERO, Duration.ZERO, null, null);

    /** @param arguments null for the least that the tool's schema takes */
    record ScriptedCall(String name, @Nullable Map<String, Object> arguments) {}

    /**
     * @param times the first so many calls fail
     * @param every each call whose number divides by it fails; null, as {@code times}, where all do
     */
    record Fail(
            FailureKind kind,
            @Nullable Integer times,
            @Nullable Integer every,
            @Nullable Duration retryAfter,
            String message) {

        /** @param call the number of the call, from 1 */
        boolean hits(long call) {
            return times != null ? call <= times : every == null || call % every == 0;
        }
    }

    static MockScript read(String provider, Map<String, Object> tree, List<String> problems) {
        MockTree mock = new MockTree("mock", tree, provider, problems);
        MockScript script = new MockScript(
                mock.text("reply"),
                call(mock),
                mock.duration("delay", Duration.ZERO),
                mock.duration("pause", Duration.ZERO),
                mock.number("break-after", 0),
                fail(mock));
        mock.end();
        return script;
    }

    private static @Nullable ScriptedCall call(MockTree mock) {
        MockTree call = mock.child("tool-call");
        if (call == null) {
            return null;
        }
        String name = call.text("name");
        MockTree arguments = call.child("arguments");
        call.end();
        if (name == null) {
            call.problem("name", "is missing");
            return null;
        }
        return new ScriptedCall(name, arguments == null ? null : arguments.values());
    }

    private static @Nullable Fail fail(MockTree mock) {
        MockTree fail = mock.childOrText("fail", "kind");
        if (fail == null) {
            return null;
        }
        FailureKind kind = fail.kind("kind");
        Integer times = fail.number("times", 1);
        Integer every = fail.number("every", 1);
        Duration retryAfter = fail.duration("retry-after");
        String message = fail.text("message");
        fail.end();
        if (times != null && every != null) {
            fail.problem("times", "cannot stand beside every");
        }
        return kind == null ? null : new Fail(kind, times, every, retryAfter,
                message == null ? "the mock provider was told to fail" : message);
    }
}
