package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.config.Spelling;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * What is wrong with {@code inbound.kafka.properties}, found without a connection. No value is repeated: any may be secret.
 * Properties that no client knows may be those of a plug-in; they are refused only where they look like a slip.
 */
final class KafkaProperties {

    /** Those that need nothing but what is configured; the others ask somebody for a ticket or a token. */
    private static final Set<String> OFFLINE = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    private static final List<ConfigDef> KNOWN =
            List.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef());

    private KafkaProperties() {}

    /** Each with the path of its field. */
    static List<String> problems(InboundConfig.Kafka config) {
        Set<String> known = new TreeSet<>();
        KNOWN.forEach(def -> known.addAll(def.names()));
        List<String> problems = new ArrayList<>();
        new TreeMap<>(config.properties()).forEach((name, value) -> {
            String field = "inbound.kafka.properties." + name;
            Spelling.slip(name, known).ifPresent(meant ->
                    problems.add(field + ": is no property of Kafka's clients (did you mean \"" + meant + "\"?)"));
            KNOWN.stream()
                    .filter(def -> def.names().contains(name))
                    .flatMap(def -> wrong(def.configKeys().get(name), value.value()).stream())
                    .findFirst()
                    .ifPresent(expected -> problems.add(field + ": expected " + expected));
            if (name.startsWith("ssl.") && name.endsWith("store.location") && !readable(value.value())) {
                problems.add(field + ": there is no such file, or it may not be read");
            }
        });
        if (problems.isEmpty()) {
            connectable(config).ifPresent(problems::add);
        }
        return problems;
    }

    /** What is expected instead of this value. */
    private static Optional<String> wrong(ConfigDef.ConfigKey key, String value) {
        try {
            Object typed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, typed);
            }
            return Optional.empty();
        } catch (ConfigException e) {
            String type = key.type.name().toLowerCase(Locale.ROOT);
            return Optional.of(key.validator == null ? "a value of the type " + type : type + " " + key.validator);
        }
    }

    private static boolean readable(String path) {
        try {
            return Files.isReadable(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Whether connections could be made: the stores open, and the login is complete. */
    private static Optional<String> connectable(InboundConfig.Kafka config) {
        AdminClientConfig settings = new AdminClientConfig(KafkaSettings.admin(config));
        boolean sasl = settings.getString(AdminClientConfig.SECURITY_PROTOCOL_CONFIG).toUpperCase(Locale.ROOT).startsWith("SASL");
        if (sasl && !OFFLINE.contains(settings.getString(SaslConfigs.SASL_MECHANISM))) {
            return Optional.empty();
        }
        try {
            ClientUtils.createChannelBuilder(settings, Time.SYSTEM, new LogContext()).close();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("inbound.kafka.properties.sasl.jaas.config: expected a login module, 'required', its options"
                    + " in double quotes, and a semicolon at the end");
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return Optional.of("inbound.kafka.properties: Kafka's clients cannot make a connection with them: "
                    + root.getClass().getSimpleName());
        }
    }
}
