package dev.synaxis.camel.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads replies and dead letters from now on, and hands each to whoever awaits its correlation id. It is in no consumer
 * group and commits nothing: a reply to a gateway that has died is awaited by nobody.
 */
final class KafkaGather implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaGather.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    private final Properties settings;
    private final KafkaTopic topic;
    private final String replies;
    private final String deadLetters;
    private final Map<String, Consumer<ConsumerRecord<byte[], byte[]>>> awaited = new ConcurrentHashMap<>();
    private final Thread reader = Thread.ofPlatform().daemon().name("synaxis-kafka-gather").unstarted(this::run);
    private List<TopicPartition> partitions = List.of();
    private long looked;
    private volatile @Nullable String trouble = "not connected yet";
    private volatile boolean closed;

    KafkaGather(Properties settings, KafkaTopic replies, String deadLetters) {
        this.settings = settings;
        this.topic = replies;
        this.replies = replies.name();
        this.deadLetters = deadLetters;
    }

    void start() {
        reader.start();
    }

    /** Why replies cannot be read; null where they can. */
    @Nullable String trouble() {
        return trouble;
    }

    /** The next record with that correlation id goes to {@code then}, which does not take long. */
    void await(String correlation, Consumer<ConsumerRecord<byte[], byte[]>> then) {
        awaited.put(correlation, then);
    }

    void forget(String correlation) {
        awaited.remove(correlation);
    }

    /** Null where the record has no such header. */
    static @Nullable String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header last = message.headers().lastHeader(name);
        return last == null || last.value() == null ? null : new String(last.value(), StandardCharsets.UTF_8);
    }

    private void run() {
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            while (!closed) {
                try {
                    if (consumer == null) {
                        consumer = new KafkaConsumer<>(settings);
                    }
                    look(consumer);
                    consumer.poll(POLL).forEach(this::take);
                } catch (KafkaException | IllegalStateException e) {
                    report(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
                    Thread.sleep(AFTER_TROUBLE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (consumer != null) {
                consumer.close(Duration.ZERO);
            }
        }
    }

    /** Finds the partitions; those that are new later are read from their beginning, so that no reply is passed over. */
    private void look(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        if (trouble == null && System.nanoTime() - looked < LOOK_NANOS) {
            return;
        }
        looked = System.nanoTime();
        List<TopicPartition> now = new ArrayList<>(partitions(consumer, replies));
        if (now.isEmpty()) {
            topic.make();
            now.addAll(partitions(consumer, replies));
        }
        if (now.isEmpty()) {
            throw new IllegalStateException("there is no topic " + replies + " yet");
        }
        now.addAll(partitions(consumer, deadLetters));
        if (!now.equals(partitions)) {
            consumer.assign(now);
            if (partitions.isEmpty()) {
                consumer.seekToEnd(now);
            }
            now.forEach(partition -> consumer.position(partition, MOST));
            partitions = now;
        }
        report(null);
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, MOST);
        return found == null
                ? List.of()
                : found.stream().map(one -> new TopicPartition(one.topic(), one.partition()))
                        .sorted(Comparator.comparing(TopicPartition::partition))
                        .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        String correlation = header(message, QueueHeaders.CORRELATION_ID);
        Consumer<ConsumerRecord<byte[], byte[]>> then = correlation == null ? null : awaited.remove(correlation);
        if (then == null) {
            return;
        }
        try {
            then.accept(message);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A reply from Kafka could not be read");
        }
    }

    private void report(@Nullable String now) {
        if (trouble == null && now != null) {
            LOG.atWarn().addKeyValue("error", now).log("Replies to lines of files cannot be read from Kafka; trying again");
        }
        trouble = now;
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
