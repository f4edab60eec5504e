package dev.synaxis.camel.queue;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Places that are lent, kept and taken back. */
class SlotsTest {

    private final List<Integer> told = new CopyOnWriteArrayList<>();
    private final Slots slots = new Slots(1, told::add);

    @Test
    void shouldLendUpToSixteenForEachPlaceAndKeepTheNext() {
        List<Slots.Slot> aside = IntStream.range(0, Slots.ASIDE).mapToObj(i -> lent(10)).toList();
        Slots.Slot last = lent(10);

        assertThat(slots.exhausted()).isTrue();
        aside.getFirst().close();
        last.lend(10);

        assertThat(slots.exhausted()).isFalse();
        assertThat(told).startsWith(1, 2).endsWith(Slots.ASIDE - 1, Slots.ASIDE);
        assertThat(slots.take()).as("the place is free again").isNotNull();
    }

    @Test
    void shouldKeepItsPlaceWhenTooManyBytesWait() {
        lent(40 << 20);
        lent(40 << 20);

        assertThat(slots.exhausted()).isTrue();
    }

    @Test
    void shouldNotComeBackBeforeAPlaceIsFree() throws InterruptedException {
        Slots.Slot waits = lent(10);
        Slots.Slot works = slots.take();
        AtomicBoolean back = new AtomicBoolean();
        Thread thread = Thread.ofVirtual().start(() -> {
            waits.regain();
            back.set(true);
        });
        eventually("it wants its place back", () -> told.equals(List.of(1, 0)));
        assertThat(back).isFalse();

        works.close();

        thread.join();
        assertThat(back).isTrue();
    }

    private Slots.Slot lent(int bytes) {
        Slots.Slot slot = slots.take();
        slot.lend(bytes);
        return slot;
    }
}
