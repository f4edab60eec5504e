package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.state.QuotaTracker.Decision;
import dev.synaxis.state.QuotaTracker.Refused;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * The callers who wait for a reservation of one provider. A caller alone is served at once, in one round trip; those
 * who come meanwhile are served together by the next script. A caller who gives up while waiting has taken nothing;
 * what was granted to one who gave up too late is handed back.
 */
final class QuotaQueue {

    private static final RedisScript RESERVE = new RedisScript("quota-reserve");

    /** Most callers of one script; also the most that an answer which never comes can leave counted. */
    private static final int MOST = 64;

    /** What a queue asks of its tracker. */
    interface Ledgers {
        @Nullable RedissonClient redis();

        /** A name that no other call under way has. */
        String lease();

        void learn(String provider, List<QuotaWindow> windows, Instant at, long[] used);

        void giveBack(Reservation reservation);
    }

    /** @param lease empty where no window holds calls under way */
    private record Caller(Amount amount, String lease, CompletableFuture<Decision> decision) {}

    private final String provider;
    private final List<QuotaWindow> windows;
    private final QuotaKeys keys;
    private final Ledgers ledgers;
    private final boolean leased;
    private final Queue<Caller> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    QuotaQueue(String provider, List<QuotaWindow> windows, QuotaKeys keys, Ledgers ledgers) {
        this.provider = provider;
        this.windows = windows;
        this.leased = windows.stream().anyMatch(QuotaWindow::atOnce);
        this.keys = keys;
        this.ledgers = ledgers;
    }

    /** The decision once Redis has made it; a caller who gives up cancels it. */
    CompletableFuture<Decision> join(Amount amount) {
        Caller caller = new Caller(amount, leased ? ledgers.lease() : "", new CompletableFuture<>());
        waiting.add(caller);
        serve();
        return caller.decision();
    }

    private void serve() {
        while (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
            List<Caller> next = next();
            RedissonClient redis = ledgers.redis();
            if (next.isEmpty() || redis == null) {
                next.forEach(caller -> caller.decision().cancel(false));
                busy.set(false);
                continue;
            }
            Instant now = keys.clock().instant();
            ask(redis, next, now).whenComplete((reply, failure) -> {
                try {
                    if (failure == null) {
                        answer(next, now, QuotaKeys.counts(reply));
                    } else {
                        next.forEach(caller -> caller.decision().completeExceptionally(failure));
                    }
                } finally {
                    busy.set(false);
                    serve();
                }
            });
        }
    }

    private List<Caller> next() {
        List<Caller> next = new ArrayList<>();
        while (next.size() < MOST) {
            Caller caller = waiting.poll();
            if (caller == null) {
                break;
            }
            if (!caller.decision().isDone()) {
                next.add(caller);
            }
        }
        return next;
    }

    private CompletionStage<List<Object>> ask(RedissonClient redis, List<Caller> callers, Instant now) {
        List<Object> args = new ArrayList<>((3 + callers.size()) * (1 + windows.size()));
        args.add(windows.size());
        args.add(keys.lease().toMillis());
        for (QuotaWindow window : windows) {
            args.add(window.limit());
            args.add(keys.keep(window, now));
        }
        for (Caller caller : callers) {
            args.add(caller.lease());
            for (long taken : Spending.reservation(windows, caller.amount())) {
                args.add(taken);
            }
        }
        try {
            return RESERVE.run(redis, keys.keys(provider, windows, now), args.toArray());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answer(List<Caller> callers, Instant now, long[] reply) {
        long[] used = Arrays.copyOf(reply, windows.size());
        ledgers.learn(provider, windows, now, used);
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            if (reply[used.length + i] == 1) {
                Reservation granted = new Reservation(
                        provider, windows, now, caller.amount(), false, leased ? caller.lease() : null);
                if (!caller.decision().complete(granted)) {
                    ledgers.giveBack(granted);
                }
            } else {
                caller.decision().complete(refused(caller.amount(), now, used));
            }
        }
    }

    private Refused refused(Amount amount, Instant now, long[] used) {
        QuotaWindow full = windows.getFirst();
        Instant until = Instant.MIN;
        for (int i = 0; i < used.length; i++) {
            QuotaWindow window = windows.get(i);
            if (Spending.full(window, used[i], Spending.taken(window, amount)) && window.roomAt(now).isAfter(until)) {
                full = window;
                until = window.roomAt(now);
            }
        }
        return new Refused(full, Duration.between(now, full.roomAt(now)));
    }
}
