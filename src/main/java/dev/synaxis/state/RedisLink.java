package dev.synaxis.state;

import dev.synaxis.config.GatewayConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisResponseTimeoutException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.WriteRedisConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis. Every command has a deadline; the first one missed closes the way for all callers, who from then on
 * do not wait at all, and a background thread tries again until Redis answers.
 */
final class RedisLink implements AutoCloseable {

    /** What a store does with Redis in the background: once before the way opens, then about every second. */
    interface Round {
        /** @throws Exception where Redis does not answer; the way is closed then */
        void run(RedissonClient redis) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration START = Duration.ofSeconds(1);

    /** @param turn which opening of the way this is; a command of an earlier one says nothing about it */
    private record Way(boolean open, int turn, @Nullable String detail) {}

    private final GatewayConfig.Redis config;
    private final AtomicReference<Way> way = new AtomicReference<>(new Way(false, 0, "not connected yet"));
    private final LongAdder missed = new LongAdder();
    /** What callers wait for now; ended when the way closes, so that nobody waits longer than the first who missed. */
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread watch = Thread.ofPlatform().daemon().name("synaxis-redis").unstarted(this::watch);
    private volatile List<Round> rounds = List.of();
    private volatile @Nullable RedissonClient client;
    private volatile boolean closed;

    RedisLink(GatewayConfig.Redis config) {
        this.config = config;
    }

    /** Connects in the background; returns after the first try has ended, or after a second at most. */
    void start(List<Round> rounds) {
        this.rounds = List.copyOf(rounds);
        watch.start();
        try {
            tried.await(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean open() {
        return way.get().open();
    }

    StoreState state() {
        Way now = way.get();
        return new StoreState(true, !now.open(), now.detail());
    }

    /** How many commands have failed or missed their deadline since the start. */
    long missed() {
        return missed.sum();
    }

    /** The client, where there is one yet. */
    @Nullable RedissonClient client() {
        return client;
    }

    /**
     * Asks and waits until the deadline, or until another caller's has passed without an answer.
     *
     * @param command its reply is cancelled where nobody waits for it any more
     * @return null where Redis does not answer
     */
    <T> @Nullable T ask(Function<RedissonClient, CompletionStage<T>> command) {
        Way before = way.get();
        RedissonClient redis = client;
        if (!before.open() || redis == null) {
            return null;
        }
        CompletableFuture<T> reply = start(command, redis);
        awaited.add(reply);
        try {
            if (way.get() != before) {
                reply.cancel(false);
            }
            return await(reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancellationException e) {
            return null;
        } catch (TimeoutException | ExecutionException e) {
            miss(before.turn(), e);
        } finally {
            awaited.remove(reply);
        }
        return null;
    }

    /**
     * Sends and does not wait.
     *
     * @param told   takes the reply
     * @param unsent is run where Redis has certainly not received the command
     * @param after  is run in the end
     */
    <T> void tell(
            Function<RedissonClient, CompletionStage<T>> command, Consumer<T> told, Runnable unsent, Runnable after) {
        Way before = way.get();
        RedissonClient redis = client;
        if (!before.open() || redis == null) {
            unsent.run();
            after.run();
            return;
        }
        start(command, redis).whenComplete((reply, failure) -> {
            try {
                if (failure == null) {
                    told.accept(reply);
                    return;
                }
                miss(before.turn(), failure);
                if (neverSent(failure)) {
                    unsent.run();
                }
            } finally {
                after.run();
            }
        });
    }

    /** The reply, for as long as the deadline allows. */
    <T> T await(CompletionStage<T> reply) throws InterruptedException, ExecutionException, TimeoutException {
        return reply.toCompletableFuture().get(config.commandTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether Redis has certainly not received the command that failed so. */
    static boolean neverSent(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof WriteRedisConnectionException
                || cause instanceof RedisTimeoutException && !(cause instanceof RedisResponseTimeoutException);
    }

    /** Begins a round now, where the way is open. */
    void hurry() {
        if (open()) {
            LockSupport.unpark(watch);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        try {
            watch.join(START.multipliedBy(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> CompletableFuture<T> start(
            Function<RedissonClient, CompletionStage<T>> command, RedissonClient redis) {
        try {
            return command.apply(redis).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            if (round()) {
                pause = FIRST_PAUSE;
                LockSupport.parkNanos(ROUND.toNanos());
            } else if (!closed) {
                if (tried.getCount() > 0) {
                    warn(way.get().detail());
                    tried.countDown();
                }
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(ROUND) < 0 ? pause.multipliedBy(2) : ROUND;
            }
        }
        RedissonClient redis = client;
        if (redis != null) {
            if (open()) {
                round();
            }
            redis.shutdown(50, 1_000, TimeUnit.MILLISECONDS);
        }
    }

    private boolean round() {
        Way begun = way.get();
        try {
            RedissonClient redis = client;
            if (redis == null) {
                redis = RedisClients.open(config);
                client = redis;
            }
            for (Round round : rounds) {
                round.run(redis);
            }
            // a round that began before somebody missed an answer proves nothing of the time after it
            boolean opened = !begun.open() && way.compareAndSet(begun, new Way(true, begun.turn() + 1, null));
            tried.countDown();
            if (opened) {
                LOG.atInfo().log("redis answers: state is shared");
            }
            return true;
        } catch (InterruptedException e) {
            closed = true;
        } catch (Exception e) {
            miss(begun.turn(), e);
        }
        return false;
    }

    private void miss(int turn, Throwable failure) {
        if (closed) {
            return;
        }
        missed.increment();
        String detail = detail(cause(failure));
        Way before = way.getAndUpdate(now -> now.turn() == turn ? new Way(false, turn, detail) : now);
        if (before.open() && before.turn() == turn) {
            awaited.forEach(reply -> reply.cancel(false));
            warn(detail);
            LockSupport.unpark(watch);
        }
    }

    private static void warn(@Nullable String detail) {
        LOG.atWarn().addKeyValue("error", detail).log("redis does not answer: state is local until it does");
    }

    private static Throwable cause(Throwable failure) {
        return (failure instanceof ExecutionException || failure instanceof CompletionException)
                        && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** Says what happened without the client's own message, which may quote addresses and arguments. */
    private String detail(Throwable cause) {
        return switch (cause) {
            case TimeoutException e -> "no answer within " + config.commandTimeout().toMillis() + " ms";
            case IOException e -> "cannot be reached: " + e.getClass().getSimpleName();
            default -> cause.getClass().getSimpleName();
        };
    }
}
