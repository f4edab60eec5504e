package dev.synaxis.dialect.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The threads that compute, one a core, so that native code never holds a thread that carries calls. A list of work is
 * spread over all of them, a few pieces at a time, so that a call with one text does not wait for the whole list of
 * another. Idle threads end after a second.
 */
final class Cores implements AutoCloseable {

    /** Pieces of one list that a thread takes before the next list has its turn. */
    private static final int TURN = 4;

    private final int threads;
    private final ThreadPoolExecutor pool;

    Cores(int threads) {
        this.threads = threads;
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("local-embedding-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * The results for 0 to {@code size} - 1, in order.
     *
     * @throws InterruptedException where the caller is interrupted; the rest of the work is dropped
     * @throws RejectedExecutionException once closed
     */
    <T> List<T> map(int size, IntFunction<T> work) throws InterruptedException {
        Job<T> job = new Job<>(size, work);
        for (int i = 0; i < Math.min(threads, size); i++) {
            pool.execute(job);
        }
        return job.results();
    }

    private final class Job<T> implements Runnable {

        private final int size;
        private final IntFunction<T> work;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReferenceArray<T> results;
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        Job(int size, IntFunction<T> work) {
            this.size = size;
            this.work = work;
            this.results = new AtomicReferenceArray<>(size);
        }

        @Override
        public void run() {
            try {
                for (int taken = 0; taken < TURN; taken++) {
                    int index = end.isDone() ? size : next.getAndIncrement();
                    if (index >= size) {
                        return;
                    }
                    results.set(index, work.apply(index));
                    if (done.incrementAndGet() == size) {
                        end.complete(null);
                    }
                }
                pool.execute(this);
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        }

        void refuse() {
            end.completeExceptionally(new RejectedExecutionException("closed"));
        }

        List<T> results() throws InterruptedException {
            try {
                end.get();
            } catch (InterruptedException e) {
                end.cancel(false);
                throw e;
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error error -> throw error;
                    default -> throw new IllegalStateException(e.getCause());
                }
            }
            return IntStream.range(0, size).mapToObj(results::get).toList();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow().forEach(job -> ((Job<?>) job).refuse());
    }

    /** Whether nothing computes any more, waiting a moment for what does; to be asked once closed. */
    boolean ended() {
        try {
            return pool.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
