package dev.synaxis.camel.queue;

import java.util.Properties;
import java.util.function.Function;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;

/** Gives the kafka component consumers that keep pace with the gateway. */
final class PacedConsumers extends DefaultKafkaClientFactory {

    private final Function<Properties, PacedConsumer> make;

    PacedConsumers(Function<Properties, PacedConsumer> make) {
        this.make = make;
    }

    @Override
    public PacedConsumer getConsumer(Properties properties) {
        return make.apply(properties);
    }
}
