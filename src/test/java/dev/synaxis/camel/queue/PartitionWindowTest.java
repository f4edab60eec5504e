package dev.synaxis.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Which messages are taken again after a restart: those that were not dealt with, whatever the order of their ends. */
class PartitionWindowTest {

    @Test
    void shouldTakeExactlyWhatIsLeftAfterARestartWhateverTheOrder() {
        Random random = new Random(7);
        for (int run = 0; run < 500; run++) {
            PartitionWindow window = PartitionWindow.from(new OffsetAndMetadata(100));
            List<Long> offsets = new ArrayList<>();
            for (long offset = 100; offset < 160; offset++) {
                if (random.nextInt(5) > 0) {
                    // offsets have gaps: transaction markers, compaction
                    offsets.add(offset);
                    assertThat(window.begin(offset)).isTrue();
                }
            }
            List<Long> ends = new ArrayList<>(offsets);
            Collections.shuffle(ends, random);
            int dealtWith = random.nextInt(ends.size() + 1);
            TreeSet<Long> left = new TreeSet<>(offsets);
            OffsetAndMetadata committed = new OffsetAndMetadata(100);
            for (int at = 0; at < dealtWith; at++) {
                List<Long> batch = List.of(ends.get(at));
                committed = window.position(batch);
                window.done(batch);
                left.removeAll(batch);
            }

            PartitionWindow restarted = PartitionWindow.from(committed);
            TreeSet<Long> again = new TreeSet<>();
            for (long offset : offsets) {
                if (offset >= committed.offset() && restarted.begin(offset)) {
                    again.add(offset);
                }
            }
            assertThat(again).isEqualTo(left);
        }
    }

    @Test
    void shouldFitIntoTheMetadataThatABrokerTakes() {
        PartitionWindow window = PartitionWindow.from(null);
        List<Long> done = new ArrayList<>();
        long offset = 0;
        while (!window.full()) {
            assertThat(window.begin(offset)).isTrue();
            if (offset % 2 == 1) {
                done.add(offset);
            }
            offset++;
        }

        assertThat(window.position(done).metadata().length()).isLessThan(4_096);
        assertThat(window.position(done).offset()).isZero();
    }

    @Test
    void shouldReadTheOffsetAloneWhenTheMetadataIsAnothers() {
        PartitionWindow window = PartitionWindow.from(new OffsetAndMetadata(5, "somebody's note"));

        assertThat(window.begin(5)).isTrue();
        assertThat(window.position(List.of(5L))).isEqualTo(new OffsetAndMetadata(6, ""));
    }
}
