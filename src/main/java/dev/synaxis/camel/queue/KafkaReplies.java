package dev.synaxis.camel.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of replies: those that are ready, and the offsets of their requests, in one transaction. So a reply is
 * there if, and only if, its request is committed, and a gateway that no longer has the partition cannot write either.
 * Where a topic refuses a reply, its second form is written instead.
 */
final class KafkaReplies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReplies.class);
    private static final int MOST = 200;
    private static final Duration MISSING_FOR = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /**
     * A message that is dealt with.
     *
     * @param reply  what to write
     * @param second makes what is written where the reply's topic refuses that; null for nothing
     * @param after  is run once the broker has it
     */
    record Settled(
            PartitionWindow window,
            TopicPartition partition,
            long offset,
            ProducerRecord<byte[], byte[]> reply,
            @Nullable Supplier<ProducerRecord<byte[], byte[]>> second,
            Runnable after) {

        Settled refused() {
            return new Settled(window, partition, offset, second == null ? reply : second.get(), null, after);
        }
    }

    private final Properties settings;
    private final Supplier<@Nullable ConsumerGroupMetadata> membership;
    private final Predicate<String> mayBeMissing;
    /** Topics that were not there, and when they are looked for again, in nanoseconds. */
    private final Map<String, Long> missing = new HashMap<>();
    private final LinkedBlockingQueue<Settled> ready = new LinkedBlockingQueue<>();
    private final Thread writer = Thread.ofPlatform().daemon().name("synaxis-kafka-replies").unstarted(this::run);
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private volatile @Nullable String trouble;
    private volatile boolean closed;

    /** @param mayBeMissing whether a topic that is not found is the client's mistake, not ours or the broker's */
    KafkaReplies(
            Properties settings,
            Supplier<@Nullable ConsumerGroupMetadata> membership,
            Predicate<String> mayBeMissing) {
        this.settings = settings;
        this.membership = membership;
        this.mayBeMissing = mayBeMissing;
    }

    void start() {
        writer.start();
    }

    void write(Settled settled) {
        ready.add(settled);
    }

    /** Why replies cannot be written; null where they can. */
    @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        List<Settled> batch = new ArrayList<>();
        Duration pause = SHORTEST;
        while (!closed) {
            try {
                take(batch);
                drop(batch);
                batch.replaceAll(this::withoutMissing);
                if (!batch.isEmpty()) {
                    publish(batch);
                    trouble = null;
                    pause = SHORTEST;
                    batch.clear();
                }
            } catch (KafkaException e) {
                String name = e.getClass().getSimpleName();
                if (trouble == null) {
                    LOG.atWarn().addKeyValue("error", name).log("Replies cannot be written to Kafka; trying again");
                }
                trouble = "replies cannot be written: " + name;
                if (rest(pause)) {
                    pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        closeProducer();
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(List<Settled> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            Settled first = ready.poll(200, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            batch.add(first);
        }
        ready.drainTo(batch, MOST - Math.min(MOST, batch.size()));
    }

    /** Those whose partition is another gateway's now: that one finds the stored reply, or asks again. */
    private static void drop(List<Settled> batch) {
        batch.removeIf(one -> {
            boolean gone = one.window().closed();
            if (gone) {
                one.window().abandon();
            }
            return gone;
        });
    }

    private void publish(List<Settled> batch) {
        ConsumerGroupMetadata member = membership.get();
        if (member == null) {
            throw new KafkaException("not a member of the group");
        }
        KafkaProducer<byte[], byte[]> out = producer();
        Map<PartitionWindow, List<Settled>> windows =
                batch.stream().collect(Collectors.groupingBy(Settled::window));
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        windows.forEach((window, all) -> positions.put(all.getFirst().partition(), window.position(offsets(all))));
        List<Future<?>> sent = new ArrayList<>();
        try {
            out.beginTransaction();
            for (Settled one : batch) {
                Future<?> future = out.send(one.reply());
                sent.add(future);
                if (future.state() == Future.State.FAILED) {
                    break;
                }
            }
            out.sendOffsetsToTransaction(positions, member);
            out.commitTransaction();
        } catch (RuntimeException e) {
            abort(out);
            replaceRefused(batch, sent);
            throw e instanceof KafkaException known ? known : new KafkaException(e);
        }
        windows.forEach((window, all) -> window.done(offsets(all)));
        batch.forEach(one -> one.after().run());
    }

    private static Collection<Long> offsets(List<Settled> all) {
        return all.stream().map(Settled::offset).toList();
    }

    private Settled withoutMissing(Settled one) {
        Long until = missing.get(one.reply().topic());
        if (until == null) {
            return one;
        }
        if (System.nanoTime() - until > 0) {
            missing.remove(one.reply().topic());
            return one;
        }
        return one.refused();
    }

    private void replaceRefused(List<Settled> batch, List<Future<?>> sent) {
        for (int i = 0; i < sent.size(); i++) {
            Settled one = batch.get(i);
            if (one.second() != null && refused(one.reply().topic(), sent.get(i))) {
                batch.set(i, one.refused());
            }
        }
    }

    private boolean refused(String topic, Future<?> sent) {
        if (sent.state() != Future.State.FAILED) {
            return false;
        }
        return switch (sent.exceptionNow()) {
            case RecordTooLargeException tooLarge -> true;
            case InvalidTopicException name -> true;
            case TopicAuthorizationException forbidden -> true;
            case TimeoutException late -> notThere(topic);
            default -> false;
        };
    }

    /** A topic that is not there shows as a send that finds nobody in time. */
    private boolean notThere(String topic) {
        boolean gone = mayBeMissing.test(topic);
        if (gone) {
            missing.put(topic, System.nanoTime() + MISSING_FOR.toNanos());
        }
        return gone;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> known = producer;
        if (known == null) {
            known = new KafkaProducer<>(settings);
            try {
                known.initTransactions();
            } catch (RuntimeException e) {
                known.close(Duration.ZERO);
                throw e;
            }
            producer = known;
        }
        return known;
    }

    private void abort(KafkaProducer<byte[], byte[]> out) {
        try {
            out.abortTransaction();
        } catch (RuntimeException e) {
            closeProducer();
        }
    }

    private void closeProducer() {
        KafkaProducer<byte[], byte[]> known = producer;
        producer = null;
        if (known != null) {
            known.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
