package dev.synaxis;

import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.queue.JmsDoor;
import dev.synaxis.camel.queue.KafkaDoor;
import dev.synaxis.camel.queue.KafkaFanOut;
import dev.synaxis.camel.queue.QueueDoor;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.inbound.FrontDoor;
import dev.synaxis.inbound.files.LineCalls;
import dev.synaxis.state.ReplyStore;
import dev.synaxis.usage.QueueMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.jspecify.annotations.Nullable;

/** The queues that the configuration opens: their beans, their routes, their start and their end. */
final class QueueDoors implements AutoCloseable {

    private final Duration deadline;
    private final InboundConfig config;
    private final Clock clock;
    private final @Nullable KafkaDoor kafka;
    private final @Nullable JmsDoor jms;
    private @Nullable KafkaFanOut fanOut;

    QueueDoors(
            GatewayConfig config,
            QueueCalls calls,
            @Nullable ReplyStore replies,
            MeterRegistry metrics,
            Clock clock,
            RandomGenerator random) {
        this.deadline = config.resilience().deadline();
        this.config = config.inbound();
        this.clock = clock;
        InboundConfig.Kafka topics = this.config.kafka();
        if (topics != null && replies != null) {
            QueueMeter meter = new QueueMeter(metrics, "kafka");
            KafkaDoor door = new KafkaDoor(topics, new QueueDoor(calls, replies, meter, topics.maxMessage(), clock, random));
            meter.up(() -> door.state().up());
            kafka = door;
        } else {
            kafka = null;
        }
        InboundConfig.Jms queues = this.config.jms();
        if (queues != null && replies != null) {
            QueueMeter meter = new QueueMeter(metrics, "jms");
            JmsDoor door = new JmsDoor(queues, new QueueDoor(calls, replies, meter, queues.maxMessage(), clock, random));
            meter.up(() -> door.state().up());
            jms = door;
        } else {
            jms = null;
        }
    }

    /** Calls of lines that go through Kafka, where the configuration says so; else those given. */
    LineCalls fannedOut(LineCalls own) {
        InboundConfig.Kafka topics = config.kafka();
        InboundConfig.Files files = config.files();
        KafkaDoor door = kafka;
        String replyTopic = files == null ? null : files.fanOutTopic();
        if (topics == null || files == null || door == null || replyTopic == null) {
            return own;
        }
        KafkaFanOut made = new KafkaFanOut(deadline, topics, files, replyTopic, own, () -> door.state().up(), clock);
        fanOut = made;
        return made;
    }

    /** By the names under which routes know them. */
    Map<String, Object> beans() {
        Map<String, Object> beans = new LinkedHashMap<>();
        if (kafka != null) {
            beans.put("kafka", kafka.component());
            beans.put("kafkaDoor", kafka);
        }
        if (jms != null) {
            beans.put("jms", jms.component());
            beans.put("jmsDoor", jms);
        }
        return beans;
    }

    List<FrontDoor> doors() {
        List<FrontDoor> doors = new ArrayList<>();
        if (kafka != null) {
            doors.add(kafka);
        }
        if (jms != null) {
            doors.add(jms);
        }
        return doors;
    }

    /** The route files that are needed, as {@code RouteFiles} names them. */
    List<String> routes() {
        List<String> files = new ArrayList<>();
        if (kafka != null) {
            files.add("inbound/kafka");
        }
        if (jms != null) {
            files.add("inbound/jms");
        }
        return files;
    }

    /** To be called before the routes are loaded. */
    void start(CamelContext camel) {
        InboundConfig.Kafka topics = config.kafka();
        if (kafka != null && topics != null) {
            camel.getPropertiesComponent()
                    .addInitialProperty("inbound.kafka.topics", String.join(",", topics.topics().all()));
            kafka.start();
        }
        if (fanOut != null) {
            fanOut.start();
        }
        if (jms != null) {
            jms.start();
        }
    }

    /** To be called once the templates are loaded. */
    void addRoutes(CamelContext camel) {
        InboundConfig.Jms queues = config.jms();
        if (jms != null && queues != null) {
            for (String queue : queues.queues().all()) {
                TemplatedRouteBuilder.builder(camel, "jms")
                        .routeId("jms-" + queue)
                        .parameter("route", "jms-" + queue)
                        .parameter("queue", queue)
                        .add();
            }
        }
    }

    /** Takes nothing more; what is being answered may still be settled. */
    void stop() {
        if (kafka != null) {
            kafka.stop();
        }
        if (jms != null) {
            jms.stop();
        }
    }

    @Override
    public void close() {
        if (fanOut != null) {
            fanOut.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        if (jms != null) {
            jms.close();
        }
    }
}
