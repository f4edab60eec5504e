package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What Kafka's clients are told: what the promises rest on, and whatever the configuration passes through. Names and
 * defaults: https://kafka.apache.org/39/documentation.html (read 2026-11-22).
 */
final class KafkaSettings {

    /** Bytes of the largest message that is written. */
    static final int LARGEST = 64 << 20;

    private KafkaSettings() {}

    static KafkaComponent component(InboundConfig.Kafka config, PacedConsumers consumers) {
        KafkaConfiguration settings = new KafkaConfiguration();
        settings.setBrokers(config.brokers());
        settings.setGroupId(config.group());
        settings.setGroupInstanceId(config.instance());
        settings.setKeyDeserializer(ByteArrayDeserializer.class.getName());
        settings.setValueDeserializer(ByteArrayDeserializer.class.getName());
        settings.setAutoCommitEnable(false);
        settings.setAutoOffsetReset("earliest");
        settings.setIsolationLevel("read_committed");
        settings.setMaxPollRecords(Math.max(8, config.concurrency()));
        settings.setPollTimeoutMs(50L);
        settings.setPartitionAssignor(CooperativeStickyAssignor.class.getName());
        settings.setPollOnError(PollOnError.RECONNECT);
        Map<String, Object> others = new HashMap<>(passed(config, ConsumerConfig.configNames()));
        settings.setAdditionalProperties(others);
        KafkaComponent component = new KafkaComponent();
        component.setConfiguration(settings);
        component.setKafkaClientFactory(consumers);
        component.setCreateConsumerBackoffInterval(2_000);
        component.setSubscribeConsumerBackoffInterval(2_000);
        component.setHealthCheckConsumerEnabled(false);
        return component;
    }

    /** Of the writer of replies, whose transactions are this gateway's own. */
    static Properties producer(InboundConfig.Kafka config) {
        Properties properties = sender(config);
        properties.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                config.group() + "-" + (config.instance() == null ? UUID.randomUUID() : config.instance()));
        return properties;
    }

    /** Of a reader of its own, in no group. */
    static Properties reader(InboundConfig.Kafka config) {
        Properties properties = new Properties();
        properties.putAll(passed(config, ConsumerConfig.configNames()));
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.brokers());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // the broker would make one for small messages
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    /** Of a writer without transactions. */
    static Properties sender(InboundConfig.Kafka config) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        properties.putAll(passed(config, ProducerConfig.configNames()));
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.brokers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return properties;
    }

    static Properties admin(InboundConfig.Kafka config) {
        Properties properties = new Properties();
        properties.putAll(passed(config, AdminClientConfig.configNames()));
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.brokers());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
        return properties;
    }

    /** Those that the kind of client knows, so that none warns of another's. */
    private static Map<String, Object> passed(InboundConfig.Kafka config, Set<String> known) {
        return config.properties().entrySet().stream()
                .filter(one -> known.contains(one.getKey()) || !anyKnows(one.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().value()));
    }

    private static boolean anyKnows(String name) {
        return ConsumerConfig.configNames().contains(name)
                || ProducerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name);
    }
}
