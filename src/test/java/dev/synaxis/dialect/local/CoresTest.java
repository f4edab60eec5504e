package dev.synaxis.dialect.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CoresTest {

    @Test
    void shouldKeepTheOrderWhenSeveralThreadsWork() throws InterruptedException {
        try (Cores cores = new Cores(4)) {
            assertThat(cores.map(1000, i -> i * i)).isEqualTo(IntStream.range(0, 1000).mapToObj(i -> i * i).toList());
        }
    }

    @Test
    void shouldLetOneTextPassWhenALongListIsBeingWorkedOn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch onePassed = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        try (Cores cores = new Cores(1)) {
            Thread crowd = Thread.ofVirtual().start(() -> {
                try {
                    cores.map(1000, i -> {
                        begun.countDown();
                        return i < 4 ? i : wait(onePassed, done.incrementAndGet());
                    });
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            begun.await();

            List<String> one = cores.map(1, i -> "passed after " + (done.get() < 100 ? "few" : "all"));
            onePassed.countDown();
            crowd.join();

            assertThat(one).containsExactly("passed after few");
            assertThat(done).hasValue(996);
        }
    }

    /** Holds the list's work for a moment at most, so that the other call can come between. */
    private static int wait(CountDownLatch latch, int value) {
        try {
            if (value < 50 && !latch.await(5, TimeUnit.MILLISECONDS)) {
                return -value;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return value;
    }

    @Test
    void shouldTellTheFailureWhenOnePieceFails() {
        try (Cores cores = new Cores(2)) {
            assertThatThrownBy(() -> cores.map(100, i -> {
                if (i == 50) {
                    throw new IllegalStateException("fifty");
                }
                return i;
            })).isInstanceOf(IllegalStateException.class).hasMessage("fifty");
        }
    }

    @Test
    void shouldRefuseWhenClosed() {
        Cores cores = new Cores(1);
        cores.close();

        assertThatThrownBy(() -> cores.map(1, i -> i)).isInstanceOf(RejectedExecutionException.class);
    }
}
