package dev.synaxis.camel.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's consumer, which keeps pace: while the gateway has its hands full it goes on polling, as the group wants it to,
 * with its partitions paused. It knows which messages were dealt with before, and gives a partition away only once those
 * in flight are settled, or a moment has passed.
 */
final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Duration PARTING = Duration.ofSeconds(5);

    private final BooleanSupplier full;
    private final Map<TopicPartition, PartitionWindow> windows = new ConcurrentHashMap<>();
    private volatile @Nullable ConsumerGroupMetadata membership;

    /** @param full whether nothing more is to be taken for now */
    PacedConsumer(Properties properties, BooleanSupplier full) {
        super(properties);
        this.full = full;
    }

    /** The window of a partition of this gateway; null where it is another's by now. */
    @Nullable PartitionWindow window(TopicPartition partition) {
        return windows.get(partition);
    }

    /** This gateway's place in the group; the broker refuses the commits of an earlier one. */
    @Nullable ConsumerGroupMetadata membership() {
        return membership;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                assigned(partitions);
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                revoked(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                partitions.forEach(PacedConsumer.this::forget);
                listener.onPartitionsLost(partitions);
            }
        });
    }

    private void assigned(Collection<TopicPartition> partitions) {
        membership = groupMetadata();
        if (!partitions.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed(Set.copyOf(partitions));
            partitions.forEach(one -> windows.put(one, PartitionWindow.from(committed.get(one))));
        }
    }

    private void revoked(Collection<TopicPartition> partitions) {
        long until = System.nanoTime() + PARTING.toNanos();
        try {
            for (TopicPartition partition : partitions) {
                PartitionWindow window = windows.get(partition);
                if (window != null) {
                    window.awaitIdle(until);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        partitions.forEach(this::forget);
    }

    private void forget(TopicPartition partition) {
        PartitionWindow window = windows.remove(partition);
        if (window != null) {
            window.close();
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Set<TopicPartition> all = assignment();
        Set<TopicPartition> held = full.getAsBoolean() ? all : all.stream().filter(this::wide).collect(Collectors.toSet());
        pause(held);
        resume(all.stream().filter(one -> !held.contains(one)).toList());
        ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
        membership = groupMetadata();
        return polled.isEmpty() ? polled : unsettled(polled);
    }

    private boolean wide(TopicPartition partition) {
        PartitionWindow window = windows.get(partition);
        return window != null && window.full();
    }

    private ConsumerRecords<byte[], byte[]> unsettled(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> left = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            PartitionWindow window = windows.get(partition);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> one : polled.records(partition)) {
                if (window != null && window.begin(one.offset())) {
                    records.add(one);
                }
            }
            if (!records.isEmpty()) {
                left.put(partition, records);
            }
        }
        return new ConsumerRecords<>(left);
    }
}
