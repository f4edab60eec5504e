package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.inbound.FrontDoor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step of the kafka route: hands a request to its key's lane, and its reply to the writer of replies. */
public final class KafkaDoor implements FrontDoor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaDoor.class);
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final InboundConfig.Kafka config;
    private final QueueDoor door;
    private final KafkaLanes lanes;
    private final KafkaReplies replies;
    private final KafkaWatch watch;
    private volatile @Nullable PacedConsumer consumer;
    private volatile boolean stopping;

    public KafkaDoor(InboundConfig.Kafka config, QueueDoor door) {
        this.config = config;
        this.door = door;
        this.lanes = new KafkaLanes(config.concurrency());
        this.replies = new KafkaReplies(KafkaSettings.producer(config), this::membership, this::isClients);
        this.watch = new KafkaWatch(KafkaSettings.admin(config));
    }

    /** The kafka component that the route's endpoint is made by. */
    public KafkaComponent component() {
        return KafkaSettings.component(config, new PacedConsumers(this::consumer));
    }

    public void start() {
        replies.start();
        watch.start();
    }

    private PacedConsumer consumer(Properties properties) {
        PacedConsumer made = new PacedConsumer(properties, this::full);
        consumer = made;
        return made;
    }

    private boolean isClients(String topic) {
        return watch.trouble() == null && !topic.equals(config.replyTopic()) && !topic.equals(config.deadLetterTopic());
    }

    private boolean full() {
        return stopping || lanes.full() || lanes.blocked();
    }

    private @Nullable ConsumerGroupMetadata membership() {
        PacedConsumer now = consumer;
        return now == null ? null : now.membership();
    }

    /** Takes a request; its reply is written when there is one, whatever this thread does meanwhile. */
    public void accept(Exchange exchange) {
        Message in = exchange.getMessage();
        TopicPartition partition = new TopicPartition(
                in.getHeader(KafkaConstants.TOPIC, String.class), in.getHeader(KafkaConstants.PARTITION, Integer.class));
        long offset = in.getHeader(KafkaConstants.OFFSET, Long.class);
        PacedConsumer from = consumer;
        PartitionWindow window = from == null ? null : from.window(partition);
        if (window == null) {
            return;
        }
        Headers headers = in.getHeader(KafkaConstants.HEADERS) instanceof Headers known ? known : new RecordHeaders();
        byte[] key = in.getHeader(KafkaConstants.KEY) instanceof byte[] bytes ? bytes : null;
        byte[] body = in.getBody() instanceof byte[] bytes ? bytes : new byte[0];
        Request request = new Request(partition, offset, key, headers, body);
        Object lane = key == null ? null : Map.entry(partition, ByteBuffer.wrap(key));
        lanes.submit(lane, body.length, slot -> work(window, request, slot));
    }

    private record Request(TopicPartition partition, long offset, byte @Nullable [] key, Headers headers, byte[] body) {

        @Nullable String header(String name) {
            Header last = headers.lastHeader(name);
            return last == null || last.value() == null ? null : new String(last.value(), StandardCharsets.UTF_8);
        }
    }

    private void work(PartitionWindow window, Request request, Slots.Slot slot) {
        if (stopping || window.leaving()) {
            window.abandon();
            return;
        }
        Handled handled;
        try {
            handled = handle(request, window, slot);
        } catch (QueueStopped e) {
            window.abandon();
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            window.abandon();
            return;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A message from Kafka failed inside the gateway");
            handled = door.dead("internal_error", "the gateway failed to handle this message; its log says why");
        }
        Handled end = handled;
        replies.write(new KafkaReplies.Settled(
                window,
                request.partition(),
                request.offset(),
                record(request, end),
                () -> second(request, end),
                () -> door.settled(end)));
    }

    private Handled handle(Request request, PartitionWindow window, Slots.Slot slot) throws InterruptedException {
        String topic = request.header(QueueHeaders.REPLY_TOPIC);
        if (topic != null && (!TOPIC.matcher(topic).matches() || config.topics().all().contains(topic))) {
            return door.dead("bad_reply_topic", "the header 'reply-topic' names none that replies may go to");
        }
        return door.handle(new Delivery(
                "kafka:" + config.group() + ":" + request.partition() + ":" + request.offset(),
                config.topics().capability(request.partition().topic()),
                request::header,
                request.body(),
                null,
                window::leaving), slot);
    }

    private ProducerRecord<byte[], byte[]> record(Request request, Handled handled) {
        return switch (handled) {
            case Handled.Dead dead -> deadLetter(request, dead, request.body());
            case Handled.Answered(Answer answer, String key, boolean lasting) -> {
                String topic = request.header(QueueHeaders.REPLY_TOPIC);
                RecordHeaders headers = new RecordHeaders();
                answer.headers().forEach((name, value) -> add(headers, name, value));
                add(headers, QueueHeaders.CORRELATION_ID, request.header(QueueHeaders.CORRELATION_ID));
                add(headers, QueueHeaders.IDEMPOTENCY_KEY, request.header(QueueHeaders.IDEMPOTENCY_KEY));
                yield new ProducerRecord<>(
                        topic == null ? config.replyTopic() : topic, null, request.key(), answer.body(), headers);
            }
        };
    }

    /** What is written where the topic refuses the first form: the request as a dead letter, or that without its body. */
    private ProducerRecord<byte[], byte[]> second(Request request, Handled handled) {
        return switch (handled) {
            case Handled.Dead dead -> deadLetter(request, dead, null);
            case Handled.Answered answered -> deadLetter(request, door.dead("reply_refused",
                    "the topic of the reply refused it: it is not there, forbidden, or the reply is too large for it"),
                    request.body());
        };
    }

    private ProducerRecord<byte[], byte[]> deadLetter(Request request, Handled.Dead dead, byte @Nullable [] body) {
        LOG.atWarn().addKeyValue("outcome", dead.code()).log("A message from Kafka goes to the dead letters");
        RecordHeaders headers = new RecordHeaders(request.headers().toArray());
        add(headers, QueueHeaders.DEAD_CODE, dead.code());
        add(headers, QueueHeaders.DEAD_REASON, dead.reason());
        add(headers, QueueHeaders.DEAD_SOURCE, request.partition() + "@" + request.offset());
        return new ProducerRecord<>(config.deadLetterTopic(), null, request.key(), body, headers);
    }

    private static void add(RecordHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.remove(name);
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public State state() {
        String trouble = watch.trouble();
        String detail = trouble != null ? trouble : replies.trouble() != null ? replies.trouble() : door.trouble();
        int waiting = door.waiting();
        return new State(trouble == null, detail, door.inFlight(), waiting, lanes.blocked() || waiting > 0 && lanes.full());
    }

    /** Takes nothing more and lets nobody wait; what is being answered may still be written. */
    public void stop() {
        stopping = true;
        door.stop();
    }

    @Override
    public void close() {
        stop();
        watch.close();
        replies.close();
    }
}
