package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.config.Secret;
import dev.synaxis.failure.IllegalConfigException;
import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.jms.ConsumerType;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jms.connection.UserCredentialsConnectionFactoryAdapter;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The connection factory that the configuration names, and the jms component over a pool of its connections. Any broker
 * whose client has a factory with a URL in its constructor can be had so: Artemis
 * (https://artemis.apache.org/components/artemis/documentation/latest/using-jms.html) as well as those of AMQP 1.0 by
 * way of Qpid JMS (https://qpid.apache.org/components/jms; both read 2026-11-22).
 */
final class JmsSettings {

    private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
    private static final long SHORTEST_MS = 200;
    private static final long LONGEST_MS = 5_000;

    private JmsSettings() {}

    /** @throws IllegalConfigException naming the field that the client's factory does not take */
    static ConnectionFactory factory(InboundConfig.Jms config) {
        ConnectionFactory made;
        try {
            Object factory = Class.forName(config.factory()).getConstructor(String.class).newInstance(config.url());
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
        Map<String, Secret> properties = new LinkedHashMap<>();
        if (config.factory().equals(ARTEMIS) && !config.url().contains("consumerWindowSize")) {
            // a message lies with whoever works on it, not in the buffer of one that is busy
            properties.put("consumerWindowSize", new Secret("0"));
        }
        properties.putAll(config.properties());
        properties.forEach((name, value) -> set(made, name, value.value()));
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

    private static void set(ConnectionFactory factory, String name, String value) {
        String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (Method method : factory.getClass().getMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1) {
                try {
                    Object typed = typed(method.getParameterTypes()[0], value);
                    if (typed != null) {
                        method.invoke(factory, typed);
                        return;
                    }
                } catch (ReflectiveOperationException | IllegalArgumentException e) {
                    throw refuse("properties." + name, "is not taken by the client");
                }
            }
        }
        throw refuse("properties." + name, "is not a property of the connection factory");
    }

    private static Object typed(Class<?> type, String value) {
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
        return type == boolean.class || type == Boolean.class ? Boolean.valueOf(value) : null;
    }

    private static IllegalConfigException refuse(String field, String why) {
        return new IllegalConfigException(List.of("inbound.jms." + field + ": " + why));
    }

    static JmsPoolConnectionFactory pool(ConnectionFactory factory) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(1);
        pool.setMaxSessionsPerConnection(10_000);
        return pool;
    }

    /** Sessions are transacted; a lost connection is tried for again, at growing distances. */
    static JmsComponent component(InboundConfig.Jms config, ConnectionFactory pool) {
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
        settings.setMessageListenerContainerFactory(endpoint -> {
            DefaultJmsMessageListenerContainer container = new DefaultJmsMessageListenerContainer(endpoint);
            ExponentialBackOff backOff = new ExponentialBackOff(SHORTEST_MS, 2);
            backOff.setMaxInterval(LONGEST_MS);
            container.setBackOff(backOff);
            SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("jms-");
            threads.setVirtualThreads(true);
            container.setTaskExecutor(threads);
            return container;
        });
        JmsComponent component = new JmsComponent();
        component.setConfiguration(settings);
        return component;
    }
}
