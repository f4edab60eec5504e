package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.dialect.openai.OpenAiErrors;
import dev.synaxis.inbound.files.LineCalls;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Lines of files as requests on the topics that all gateways of the group read, and their replies. The idempotency key
 * of a request is made of its job, its line and its body: a job that goes on after a kill asks again under the keys of
 * before, and is given the stored replies.
 */
public final class KafkaFanOut implements LineCalls, AutoCloseable {

    /** For clocks that differ, and for a reply on its way. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final InboundConfig.Kafka config;
    private final String replyTopic;
    private final LineCalls own;
    private final Duration lease;
    private final BooleanSupplier up;
    private final Clock clock;
    private final KafkaGather gather;
    private final String me = UUID.randomUUID().toString();
    private final AtomicLong asked = new AtomicLong();
    private volatile @Nullable KafkaProducer<byte[], byte[]> producer;

    /**
     * @param deadline of one call
     * @param own      asks for what no topic is there for, and knows models and prices
     * @param up       whether the brokers answer
     */
    public KafkaFanOut(
            Duration deadline,
            InboundConfig.Kafka config,
            InboundConfig.Files files,
            String replyTopic,
            LineCalls own,
            BooleanSupplier up,
            Clock clock) {
        this.config = config;
        this.replyTopic = replyTopic;
        this.own = own;
        this.up = up;
        this.clock = clock;
        this.gather = new KafkaGather(
                KafkaSettings.reader(config),
                new KafkaTopic(KafkaSettings.admin(config), replyTopic),
                config.deadLetterTopic());
        // a request that is taken at the last moment should have time for its providers
        Duration most = deadline.multipliedBy(2);
        Duration patience = files.patience().compareTo(GRACE) < 0 ? GRACE : files.patience();
        this.lease = patience.compareTo(most) < 0 ? patience : most;
    }

    public void start() {
        gather.start();
    }

    @Override
    public CompletableFuture<Answer> ask(ProviderCapability capability, byte[] body, Place place) {
        String topic = config.topics().byCapability().getOrDefault(capability, config.topics().common());
        if (topic == null) {
            return own.ask(capability, body, place);
        }
        String correlation = me + "-" + asked.incrementAndGet();
        if (body.length > config.maxMessage()) {
            return CompletableFuture.completedFuture(tooLarge(correlation));
        }
        String trouble = gather.trouble();
        if (trouble != null) {
            return CompletableFuture.completedFuture(wait(correlation, "replies cannot be read from Kafka: " + trouble));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        gather.await(correlation, message -> answer.complete(read(message, correlation)));
        answer.whenComplete((done, failed) -> gather.forget(correlation));
        answer.completeOnTimeout(
                wait(correlation, "no reply came in time"), lease.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        send(request(topic, capability, body, place, correlation), correlation, answer);
        return answer;
    }

    private ProducerRecord<byte[], byte[]> request(
            String topic, ProviderCapability capability, byte[] body, Place place, String correlation) {
        String key = key(capability, body, place);
        ProducerRecord<byte[], byte[]> request = new ProducerRecord<>(topic, bytes(key), body);
        request.headers()
                .add(QueueHeaders.CAPABILITY, bytes(capability.id()))
                .add(QueueHeaders.IDEMPOTENCY_KEY, bytes(key))
                .add(QueueHeaders.CORRELATION_ID, bytes(correlation))
                .add(QueueHeaders.REPLY_TOPIC, bytes(replyTopic))
                .add(QueueHeaders.DEADLINE, bytes(Long.toString(clock.instant().plus(lease).toEpochMilli())));
        return request;
    }

    private static String key(ProviderCapability capability, byte[] body, Place place) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(capability.id() + "\n" + place.unusable() + "\n"));
            return place.job() + ":" + place.line() + ":" + HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(
            ProducerRecord<byte[], byte[]> request, String correlation, CompletableFuture<Answer> answer) {
        try {
            producer().send(request, (sent, failure) -> {
                if (failure != null) {
                    answer.complete(unsent(failure, correlation));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            answer.complete(unsent(e, correlation));
        }
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> known = producer;
        if (known == null) {
            known = new KafkaProducer<>(KafkaSettings.sender(config));
            producer = known;
        }
        return known;
    }

    private Answer read(ConsumerRecord<byte[], byte[]> message, String correlation) {
        String dead = KafkaGather.header(message, QueueHeaders.DEAD_CODE);
        if (dead != null) {
            String reason = String.valueOf(KafkaGather.header(message, QueueHeaders.DEAD_REASON));
            return failed(Verdict.REFUSED, 502, correlation, dead, reason);
        }
        byte[] body = message.value() == null ? new byte[0] : message.value();
        return LineReply.read(name -> KafkaGather.header(message, name), body, own);
    }

    private static Answer unsent(Exception failure, String correlation) {
        return failure instanceof RecordTooLargeException
                ? tooLarge(correlation)
                : wait(correlation, "requests cannot be written to Kafka: " + failure.getClass().getSimpleName());
    }

    private static Answer tooLarge(String correlation) {
        return failed(Verdict.REFUSED, 413, correlation, "too_large", "the request is larger than a message may be");
    }

    private static Answer wait(String correlation, String why) {
        return failed(Verdict.WAIT, 503, correlation, "no_reply", why);
    }

    private static Answer failed(Verdict verdict, int status, String id, String code, String why) {
        byte[] body = OpenAiErrors.body(why, "server_error", null, code, List.of());
        return new Answer(verdict, status, id, "application/json", body, null, null, null, null, 0, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A request waits for its provider where it is worked on. */
    @Override
    public boolean available(ProviderCapability capability, byte[] body) {
        return up.getAsBoolean() && gather.trouble() == null;
    }

    @Override
    public String model(String asked, String provider, String model) {
        return own.model(asked, provider, model);
    }

    @Override
    public @Nullable Double cost(String provider, String model, @Nullable TokenUsage usage, Units units) {
        return own.cost(provider, model, usage, units);
    }

    @Override
    public Limits limits(String model) {
        return own.limits(model);
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> known = producer;
        if (known != null) {
            known.close(Duration.ZERO);
        }
        gather.close();
    }
}
