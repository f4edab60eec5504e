package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.synaxis.inbound.files.LineCalls.Answer;
import dev.synaxis.inbound.files.LineCalls.Verdict;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles units: asks, waits where nobody can be asked, and takes a call that is refused apart until it is known which
 * lines it is refused for.
 */
final class LineWorker {

    private static final Logger LOG = LoggerFactory.getLogger(LineWorker.class);

    /** Failures in a row of one call, while other calls are answered, until the fault is taken to lie in its lines. */
    private static final int TRIES = 4;

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final LineCalls calls;
    private final JobState state;
    private final String job;
    private final String model;
    private final Duration patience;

    /** @param job a name that no other job ever has */
    LineWorker(LineCalls calls, JobState state, String job, String model, Duration patience) {
        this.calls = calls;
        this.state = state;
        this.job = job;
        this.model = model;
        this.patience = patience;
    }

    /** @throws JobFailure where no line of the job could ever be answered */
    UnitResult work(Unit unit) throws Halted, JobFailure, InterruptedException {
        Results results = new Results(unit.items().size());
        try {
            work(unit, results);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("line", unit.items().getFirst().line()).setCause(e)
                    .log("Lines of a job ran into a fault of the gateway");
            results.failRest(unit.items());
        }
        return results.result();
    }

    private void work(Unit unit, Results results) throws Halted, JobFailure, InterruptedException {
        List<Integer> texts = new ArrayList<>();
        for (int i = 0; i < unit.items().size(); i++) {
            switch (unit.items().get(i)) {
                case Item.Text text -> texts.add(i);
                case Item.Request request -> request(request, i, results);
                case Item.Bad bad -> results.failed(i, ResultLines.bad(bad));
                case Item.Blank blank -> results.blank();
            }
        }
        if (!texts.isEmpty()) {
            embed(unit.items(), texts, results);
        }
    }

    private void request(Item.Request request, int at, Results results) throws Halted, InterruptedException {
        Answer answer = ask(request.capability(), request.body(), request.line(), reply -> null);
        if (answer.verdict() == Verdict.ANSWERED) {
            results.done(at, ResultLines.answered(request, answer));
            results.share(Share.of(answer, 1));
        } else {
            results.failed(at, ResultLines.refused(request, answer));
        }
    }

    private void embed(List<Item> items, List<Integer> texts, Results results)
            throws Halted, JobFailure, InterruptedException {
        ArrayNode input = Json.array();
        texts.forEach(i -> input.add(text(items, i).text()));
        JobState.Pin pin = state.pin();
        byte[] body = Json.bytes(Json.object().put("model", pin == null ? model : pin.model()).set("input", input));
        long line = text(items, texts.getFirst()).line();
        Answer answer = ask(ProviderCapability.EMBEDDING, body, line, reply -> fault(reply, texts.size()));
        if (answer.verdict() == Verdict.ANSWERED) {
            Vectors vectors = Vectors.read(answer.body(), texts.size());
            if (vectors == null) {
                throw new IllegalStateException("an answer that was found right");
            }
            for (int t = 0; t < texts.size(); t++) {
                int i = texts.get(t);
                results.done(i, ResultLines.vector(text(items, i), vectors.json()[t]));
            }
            results.share(Share.of(answer, texts.size()));
            return;
        }
        if (answer.status() == 404 && state.answered() == 0) {
            throw new JobFailure(ResultLines.message(answer));
        }
        if (texts.size() == 1) {
            results.failed(texts.getFirst(), ResultLines.refused(text(items, texts.getFirst()), answer));
            return;
        }
        int half = texts.size() / 2;
        embed(items, texts.subList(0, half), results);
        embed(items, texts.subList(half, texts.size()), results);
    }

    private static Item.Text text(List<Item> items, int i) {
        return (Item.Text) items.get(i);
    }

    /** Why an answer cannot be taken; null where it can. */
    private @Nullable String fault(Answer answer, int texts) {
        Vectors vectors = Vectors.read(answer.body(), texts);
        if (vectors == null) {
            return "the answer does not hold one vector of one width for each text";
        }
        String from = calls.model(model, String.valueOf(answer.provider()), String.valueOf(answer.model()));
        JobState.Pin first = state.pin(new JobState.Pin(from, vectors.dimension()));
        if (!first.model().equals(from)) {
            return "the answer comes from the model " + from + ", the job's others from " + first.model();
        }
        return first.dimension() == vectors.dimension()
                ? null
                : "the answer has vectors of " + vectors.dimension() + " numbers, the job's others have " + first.dimension();
    }

    private interface Check {
        @Nullable String fault(Answer answer);
    }

    /** Asks until there is an answer, a refusal, or no patience left. */
    private Answer ask(ProviderCapability capability, byte[] body, long line, Check check)
            throws Halted, InterruptedException {
        long started = System.nanoTime();
        long answeredBefore = state.answered();
        int failures = 0;
        int unusable = 0;
        Duration pause = SHORTEST;
        while (true) {
            state.check();
            Answer answer = state.await(calls.ask(capability, body, new LineCalls.Place(job, line, unusable)));
            if (answer.verdict() == Verdict.ANSWERED) {
                String fault = check.fault(answer);
                if (fault == null) {
                    state.answeredOne();
                    return answer;
                }
                answer = ResultLines.unusable(answer, fault);
                unusable++;
                failures++;
            } else if (answer.verdict() == Verdict.REFUSED) {
                return answer;
            }
            if (answer.verdict() == Verdict.AGAIN && state.answered() > answeredBefore) {
                failures++;
            }
            if (failures >= TRIES || System.nanoTime() - started > patience.toNanos()) {
                return answer;
            }
            await(capability, body, answer, pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }

    private void await(ProviderCapability capability, byte[] body, Answer answer, Duration pause)
            throws Halted, InterruptedException {
        state.waiting(ResultLines.message(answer));
        try {
            if (answer.verdict() != Verdict.WAIT) {
                Duration asked = answer.retryAfter();
                state.pause(asked != null && asked.compareTo(LONGEST) < 0 && asked.compareTo(pause) > 0 ? asked : pause);
                return;
            }
            do {
                state.pause(LOOK);
            } while (!calls.available(capability, body));
        } finally {
            state.waitingEnded();
        }
    }
}
