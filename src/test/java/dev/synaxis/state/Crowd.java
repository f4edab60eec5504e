package dev.synaxis.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many callers at the same moment, each on a virtual thread. */
final class Crowd {

    private Crowd() {}

    static <T> List<T> of(int callers, IntFunction<T> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(callers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                Callable<T> task = () -> {
                    ready.countDown();
                    ready.await();
                    return call.apply(caller);
                };
                calls.add(threads.submit(task));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : calls) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
