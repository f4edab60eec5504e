package dev.synaxis.camel.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic that the gateway makes where it is not there: for replies of any size, which are of no use a day later, in as
 * many partitions as the brokers give one.
 */
final class KafkaTopic {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopic.class);
    private static final long AGAIN_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Map<String, String> SETTINGS = Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaSettings.LARGEST),
            TopicConfig.RETENTION_MS_CONFIG, Long.toString(Duration.ofDays(1).toMillis()));

    private final Properties admin;
    private final String name;
    private @Nullable String refused;
    private long tried;

    KafkaTopic(Properties admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** @throws IllegalStateException saying why it cannot be made; it is tried again now and then */
    void make() throws InterruptedException {
        String before = refused;
        if (before != null && System.nanoTime() - tried < AGAIN_NANOS) {
            throw new IllegalStateException(before);
        }
        tried = System.nanoTime();
        try (Admin client = Admin.create(admin)) {
            NewTopic wanted = new NewTopic(name, Optional.empty(), Optional.empty()).configs(SETTINGS);
            client.createTopics(List.of(wanted)).all().get();
            LOG.info("The topic {} was not there and is made", name);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                String why = e.getCause() instanceof AuthorizationException
                        ? "the gateway may not make it"
                        : "it cannot be made: " + e.getCause().getClass().getSimpleName();
                String now = "there is no topic " + name + ", and " + why;
                refused = e.getCause() instanceof RetriableException ? null : now;
                throw new IllegalStateException(now);
            }
        }
    }
}
