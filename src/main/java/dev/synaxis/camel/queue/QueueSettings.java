package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.failure.IllegalConfigException;
import java.util.ArrayList;
import java.util.List;

/** What the brokers' clients say of their part of the configuration, before anything is opened. */
public final class QueueSettings {

    private QueueSettings() {}

    /** @throws IllegalConfigException where a client is not there or would refuse its settings; nobody is called */
    public static void check(InboundConfig config) {
        List<String> problems = new ArrayList<>();
        InboundConfig.Kafka kafka = config.kafka();
        if (kafka != null) {
            problems.addAll(KafkaProperties.problems(kafka));
        }
        InboundConfig.Jms jms = config.jms();
        if (jms != null) {
            try {
                JmsSettings.factory(jms);
            } catch (IllegalConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalConfigException(problems);
        }
    }
}
