package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.config.Secret;
import dev.synaxis.config.Spelling;
import dev.synaxis.failure.IllegalConfigException;
import jakarta.jms.ConnectionFactory;
import java.beans.Introspector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.jms.ConsumerType;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jms.connection.UserCredentialsConnectionFactoryAdapter;

/**
 * The connection factory that the configuration names, and the jms component over a pool of its connections. Any broker
 * whose client has a factory with a URL in its constructor can be had so: Artemis
 * (https://artemis.apache.org/components/artemis/documentation/latest/using-jms.html) as well as those of AMQP 1.0 by
 * way of Qpid JMS (https://qpid.apache.org/components/jms; both read 2026-11-22).
 */
final class JmsSettings {

    private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
    private static final String QPID = "org.apache.qpid.jms.JmsConnectionFactory";
    /** Kept by a session for the next reply to the same destination. */
    private static final int PRODUCERS = 8;

    private JmsSettings() {}

    /** @throws IllegalConfigException naming the field that the client's factory does not take */
    static ConnectionFactory factory(InboundConfig.Jms config) {
        ConnectionFactory made;
        try {
            Object factory = Class.forName(config.factory()).getConstructor(String.class).newInstance(url(config));
            if (!(factory instanceof ConnectionFactory known)) {
                throw refuse("factory", "is no jakarta.jms.ConnectionFactory");
            }
            made = known;
        } catch (ClassNotFoundException e) {
            throw refuse("factory", "there is no such class; is its client in lib/?");
        } catch (InvocationTargetException e) {
            throw refuse("url", "is refused by the client: " + e.getCause().getClass().getSimpleName());
        } catch (ReflectiveOperationException e) {
            throw refuse("factory", "has no public constructor that takes a URL");
        }
        Map<String, Secret> properties = new LinkedHashMap<>(own(config));
        properties.putAll(config.properties());
        List<String> problems = properties.entrySet().stream()
                .flatMap(one -> set(made, one.getKey(), one.getValue().value()).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalConfigException(problems);
        }
        Secret password = config.password();
        if (config.user() == null) {
            return made;
        }
        UserCredentialsConnectionFactoryAdapter known = new UserCredentialsConnectionFactoryAdapter();
        known.setTargetConnectionFactory(made);
        known.setUsername(config.user());
        known.setPassword(password == null ? "" : password.value());
        return known;
    }

    /** What the promises rest on. */
    private static Map<String, Secret> own(InboundConfig.Jms config) {
        return switch (config.factory()) {
            // a message lies with whoever works on it, not in the buffer of one that is busy
            case ARTEMIS -> config.url().contains("consumerWindowSize")
                    ? Map.of()
                    : Map.of("consumerWindowSize", new Secret("0"));
            // a reply that is refused is known before its request is acknowledged
            case QPID -> Map.of("forceSyncSend", new Secret("true"));
            default -> Map.of();
        };
    }

    /** For Qpid, which has no setter for it: the same as Artemis' window. */
    private static String url(InboundConfig.Jms config) {
        String url = config.url();
        return !config.factory().equals(QPID) || url.contains("prefetchPolicy")
                ? url
                : url + (url.contains("?") ? "&" : "?") + "jms.prefetchPolicy.all=0";
    }

    /** Calls the setter; what is wrong with the property where there is none that takes it. */
    private static Optional<String> set(ConnectionFactory factory, String name, String value) {
        String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        List<String> setters = new ArrayList<>();
        for (Method method : factory.getClass().getMethods()) {
            if (!method.getName().startsWith("set") || method.getParameterCount() != 1) {
                continue;
            }
            setters.add(Introspector.decapitalize(method.getName().substring(3)));
            if (method.getName().equals(setter)) {
                try {
                    Object typed = typed(method.getParameterTypes()[0], value);
                    if (typed != null) {
                        method.invoke(factory, typed);
                        return Optional.empty();
                    }
                } catch (ReflectiveOperationException | IllegalArgumentException e) {
                    return Optional.of(path("properties." + name) + "is not a value that the client takes; expected "
                            + method.getParameterTypes()[0].getSimpleName());
                }
            }
        }
        String meant = Spelling.slip(name, setters).map(known -> " (did you mean \"" + known + "\"?)").orElse("");
        return Optional.of(path("properties." + name) + "is not a property of the connection factory" + meant);
    }

    private static @Nullable Object typed(Class<?> type, String value) {
        if (type == String.class) {
            return value;
        }
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(value);
        }
        if (type == long.class || type == Long.class) {
            return Long.valueOf(value);
        }
        if (type == double.class || type == Double.class) {
            return Double.valueOf(value);
        }
        if (type == boolean.class || type == Boolean.class) {
            return switch (value) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither true nor false");
            };
        }
        return null;
    }

    private static IllegalConfigException refuse(String field, String why) {
        return new IllegalConfigException(List.of(path(field) + why));
    }

    private static String path(String field) {
        return "inbound.jms." + field + ": ";
    }

    static JmsPoolConnectionFactory pool(ConnectionFactory factory) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(1);
        pool.setMaxSessionsPerConnection(10_000);
        // a producer of its own for each destination: one for all learns of a refusal too late, with AMQP after the commit
        pool.setUseAnonymousProducers(false);
        pool.setExplicitProducerCacheSize(PRODUCERS);
        return pool;
    }

    /**
     * Sessions are transacted.
     *
     * @param containers makes the consumers of a queue
     */
    static JmsComponent component(
            InboundConfig.Jms config, ConnectionFactory pool, MessageListenerContainerFactory containers) {
        JmsConfiguration settings = new JmsConfiguration();
        settings.setConnectionFactory(pool);
        settings.setTransacted(true);
        settings.setLazyCreateTransactionManager(false);
        settings.setCacheLevelName("CACHE_CONSUMER");
        settings.setConcurrentConsumers(config.concurrency());
        settings.setReceiveTimeout(1_000);
        settings.setDisableReplyTo(true);
        settings.setMapJmsMessage(false);
        settings.setAcceptMessagesWhileStopping(false);
        settings.setAsyncStartListener(true);
        settings.setAsyncStopListener(true);
        settings.setRecoveryInterval(-1);
        settings.setConsumerType(ConsumerType.Custom);
        settings.setMessageListenerContainerFactory(containers);
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("jms-");
        threads.setVirtualThreads(true);
        settings.setTaskExecutor(threads);
        JmsComponent component = new JmsComponent();
        component.setConfiguration(settings);
        return component;
    }
}
