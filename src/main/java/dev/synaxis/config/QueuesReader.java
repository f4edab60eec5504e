package dev.synaxis.config;

import dev.synaxis.config.InboundConfig.Jms;
import dev.synaxis.config.InboundConfig.Kafka;
import dev.synaxis.config.InboundConfig.Sources;
import dev.synaxis.model.ProviderCapability;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code inbound.kafka} and {@code inbound.jms}. */
final class QueuesReader {

    private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
    private static final int MOST_AT_ONCE = 1_000;
    private static final long MOST_MESSAGE = 1L << 30;
    private static final long MESSAGE_DEFAULT = 32L << 20;
    static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern BROKER = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):\\d{1,5}");
    private static final Pattern ANY = Pattern.compile("\\S+");

    /** Properties of Kafka's clients that the gateway sets itself, because what it promises rests on them. */
    private static final Set<String> OWN = Set.of(
            "bootstrap.servers", "group.id", "group.instance.id", "transactional.id", "enable.auto.commit",
            "enable.idempotence", "acks", "isolation.level", "key.deserializer", "value.deserializer",
            "key.serializer", "value.serializer", "auto.offset.reset", "partition.assignment.strategy");

    @Nullable Kafka kafka(Section section) {
        String brokers = brokers(section);
        Sources topics = sources(section, "topics", "topic", TOPIC);
        String reply = name(section, "reply-topic", "synaxis.replies", TOPIC);
        String dead = name(section, "dead-letter-topic", "synaxis.dead-letters", TOPIC);
        String group = name(section, "group", "synaxis", ANY);
        String instance = instance(section);
        int concurrency = section.whole("concurrency", 1, MOST_AT_ONCE, 16);
        long maxMessage = ServerReader.size(section, "max-message", MOST_MESSAGE, MESSAGE_DEFAULT);
        Map<String, Secret> properties = properties(section);
        for (String own : OWN) {
            if (properties.containsKey(own)) {
                section.problem("properties." + own, "is set by the gateway");
            }
        }
        section.end();
        apart(section, topics, Map.of("reply-topic", reply, "dead-letter-topic", dead));
        return brokers == null
                ? null
                : new Kafka(brokers, topics, reply, dead, group, instance, concurrency, maxMessage, properties);
    }

    @Nullable Jms jms(Section section) {
        String factory = section.text("factory");
        String url = section.requiredText("url");
        String user = section.text("user");
        Value password = section.get("password");
        Secret secret = password == null ? null : password.secret();
        if (secret != null && user == null) {
            section.problem("user", "is required with a password");
        }
        Sources queues = sources(section, "queues", "queue", ANY);
        String reply = name(section, "reply-queue", "synaxis.replies", ANY);
        String dead = name(section, "dead-letter-queue", "synaxis.dead-letters", ANY);
        int concurrency = section.whole("concurrency", 1, MOST_AT_ONCE, 8);
        int redeliveries = section.whole("redeliveries", 0, 1_000, 5);
        long maxMessage = ServerReader.size(section, "max-message", MOST_MESSAGE, MESSAGE_DEFAULT);
        Map<String, Secret> properties = properties(section);
        section.end();
        apart(section, queues, Map.of("reply-queue", reply, "dead-letter-queue", dead));
        return url == null
                ? null
                : new Jms(factory == null ? ARTEMIS : factory, url, user, secret, queues, reply, dead, concurrency,
                        redeliveries, maxMessage, properties);
    }

    /** A list, or one text with commas. */
    private static @Nullable String brokers(Section section) {
        Value value = section.get("brokers");
        if (value == null) {
            section.problem("brokers", "is required");
            return null;
        }
        List<Value> items = value.node().isArray() ? value.items() : List.of(value);
        StringBuilder brokers = new StringBuilder();
        for (Value item : items) {
            String text = item.text();
            for (String broker : text == null ? new String[0] : text.split(",")) {
                if (!BROKER.matcher(broker.strip()).matches()) {
                    item.problem("expected host:port");
                    return null;
                }
                brokers.append(brokers.isEmpty() ? "" : ",").append(broker.strip());
            }
        }
        if (brokers.isEmpty()) {
            value.problem("needs at least one broker");
            return null;
        }
        return brokers.toString();
    }

    private static @Nullable String instance(Section section) {
        Value value = section.get("instance");
        String text = value == null ? null : value.optionalText();
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!TOPIC.matcher(text).matches()) {
            value.problem("may hold letters, digits, '.', '_' and '-'");
            return null;
        }
        return text;
    }

    private static Sources sources(Section section, String each, String common, Pattern form) {
        Map<ProviderCapability, String> places = new EnumMap<>(ProviderCapability.class);
        Section named = section.section(each);
        for (String field : named.names()) {
            ProviderCapability capability = ProviderCapability.byId(field).orElse(null);
            String place = named.text(field);
            if (capability == null) {
                named.problem(field, "is not a capability" + Spelling.hint(field, capabilities()));
            } else if (place != null && !form.matcher(place).matches()) {
                named.problem(field, "is not the name of a " + common);
            } else if (place != null && places.containsValue(place)) {
                named.problem(field, "is the " + common + " of another capability");
            } else if (place != null) {
                places.put(capability, place);
            }
        }
        String one = section.text(common);
        if (one != null && !form.matcher(one).matches()) {
            section.problem(common, "is not the name of a " + common);
        } else if (one != null && places.containsValue(one)) {
            section.problem(common, "is the " + common + " of a capability");
        }
        if (!section.has(each) && !section.has(common)) {
            section.problem(each, "is required, or " + common + ": where requests come from");
        }
        return new Sources(places, one);
    }

    private static Set<String> capabilities() {
        return List.of(ProviderCapability.values()).stream().map(ProviderCapability::id).collect(Collectors.toSet());
    }

    private static String name(Section section, String field, String fallback, Pattern form) {
        String text = section.text(field);
        if (text != null && !form.matcher(text).matches()) {
            section.problem(field, "holds a character that is not allowed there");
        }
        return text == null ? fallback : text;
    }

    private static Map<String, Secret> properties(Section section) {
        Map<String, Secret> properties = new LinkedHashMap<>();
        for (Value value : section.section("properties").all()) {
            String text = value.node().isNumber() || value.node().isBoolean() ? value.node().asText() : value.optionalText();
            if (text != null) {
                properties.put(value.field(), new Secret(text));
            }
        }
        return properties;
    }

    /** An answer that is read as a request would be answered, for ever. */
    private static void apart(Section section, Sources sources, Map<String, String> targets) {
        targets.forEach((field, target) -> {
            if (sources.all().contains(target)) {
                section.problem(field, "must not be one that requests come from");
            }
        });
    }
}
