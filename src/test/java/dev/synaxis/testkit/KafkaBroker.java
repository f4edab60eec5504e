package dev.synaxis.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.TopicPartition;

/** A real Kafka of one broker (KRaft), and clients for it. Topics are not made by themselves. */
public final class KafkaBroker extends BrokerProcess {

    public static final String USER = "synaxis";
    public static final String PASSWORD = "kafka-password";
    /** The login module, and that it must succeed. */
    public static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final int port = Ports.free();
    private final int securePort = Ports.free();
    private KafkaProducer<String, String> producer;

    private KafkaBroker(Path directory) {
        super(directory);
    }

    /** One that has its disk and its port, and does not run yet. */
    public static KafkaBroker stopped() {
        try {
            KafkaBroker broker = new KafkaBroker(Files.createTempDirectory("kafka"));
            broker.format();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens for TLS with a user and a password as well, from its next start on. */
    public KafkaBroker with(ServerKey key) {
        try {
            String plain = Files.readString(settings());
            Files.writeString(settings(), plain.replaceFirst("(?m)^listeners=", "listeners=SASL_SSL://127.0.0.1:" + securePort + ",")
                    .replaceFirst("(?m)^advertised.listeners=", "advertised.listeners=SASL_SSL://127.0.0.1:" + securePort + ",")
                    + """
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
                    sasl.enabled.mechanisms=PLAIN
                    listener.name.sasl_ssl.plain.sasl.jaas.config=%1$s user_%2$s="%3$s";
                    ssl.keystore.type=PKCS12
                    ssl.keystore.location=%4$s
                    ssl.keystore.password=%5$s
                    """.formatted(LOGIN, USER, PASSWORD, key.store(), key.password()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public static KafkaBroker started() {
        KafkaBroker broker = stopped();
        broker.start();
        return broker;
    }

    private Path settings() {
        return directory.resolve("server.properties");
    }

    private void format() throws IOException {
        int controller = Ports.free();
        Files.writeString(settings(), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                group.initial.rebalance.delay.ms=0
                group.min.session.timeout.ms=1000
                transaction.abort.timed.out.transaction.cleanup.interval.ms=500
                """.formatted(port, controller, directory.resolve("log")));
        int exit = kafka.tools.StorageTool.execute(
                new String[] {"format", "-t", "3Db5QLSqSZieL3rJBUUegA", "-c", settings().toString()},
                new PrintStream(OutputStream.nullOutputStream()));
        if (exit != 0) {
            throw new IllegalStateException("Kafka's storage was not formatted: " + exit);
        }
    }

    @Override
    List<String> main() {
        return List.of("kafka.Kafka", settings().toString());
    }

    public String brokers() {
        return "127.0.0.1:" + port;
    }

    /** Of the listener that speaks TLS. */
    public String secureBrokers() {
        return "127.0.0.1:" + securePort;
    }

    private Properties client() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", brokers());
        return properties;
    }

    @Override
    boolean answers() {
        try (Admin admin = Admin.create(client())) {
            admin.describeCluster().clusterId().get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes topics, with so many partitions each. */
    public void topics(int partitions, String... names) {
        topics(Map.of(), partitions, names);
    }

    /** Makes topics with settings such as {@code max.message.bytes}. */
    public void topics(Map<String, String> settings, int partitions, String... names) {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(Set.of(names).stream()
                            .map(name -> new NewTopic(name, partitions, (short) 1).configs(settings))
                            .toList())
                    .all()
                    .get(60, TimeUnit.SECONDS);
            Eventually.eventually("the topics are known", () -> known(admin, partitions, names));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean known(Admin admin, int partitions, String... names) {
        try {
            return admin.describeTopics(Set.of(names)).allTopicNames().get(60, TimeUnit.SECONDS).values().stream()
                    .allMatch(topic -> topic.partitions().size() == partitions
                            && topic.partitions().stream().allMatch(one -> one.leader() != null));
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param headers names and values in turn */
    public void send(String topic, String key, String value, String... headers) {
        if (producer == null) {
            producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer());
        }
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        try {
            producer.send(record).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A reader of what is committed in a topic, from its beginning on. */
    public Reader reader(String topic) {
        Properties properties = client();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        return new Reader(new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer()), topic);
    }

    /** The first offset of each partition that a group has not committed, in order of partitions. */
    public List<Long> committed(String group, String topic) {
        try (Admin admin = Admin.create(client())) {
            Map<Integer, Long> offsets = new TreeMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS)
                    .forEach((partition, at) -> {
                        if (partition.topic().equals(topic)) {
                            offsets.put(partition.partition(), at.offset());
                        }
                    });
            return List.copyOf(offsets.values());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        super.close();
    }

    /** Everything that a topic holds, as far as it was read. */
    public static final class Reader implements AutoCloseable {

        private final KafkaConsumer<String, String> consumer;
        private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

        private Reader(KafkaConsumer<String, String> consumer, String topic) {
            this.consumer = consumer;
            List<TopicPartition> all = consumer.partitionsFor(topic, Duration.ofSeconds(90)).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }

        /** Reads until there are n records; fails where they do not come in time. */
        public List<ConsumerRecord<String, String>> await(int n, Duration time) {
            long deadline = System.nanoTime() + time.toNanos();
            while (seen.size() < n) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not within " + time + ": " + n + " records, there are " + seen.size());
                }
                consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
            }
            return List.copyOf(seen);
        }

        public List<ConsumerRecord<String, String>> await(int n) {
            return await(n, Duration.ofSeconds(90));
        }

        /** Everything that is there now. */
        public List<ConsumerRecord<String, String>> all() {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
            }
            return List.copyOf(seen);
        }

        @Override
        public void close() {
            consumer.close(Duration.ZERO);
        }
    }

    /** A record's header as text; null where it has none. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
