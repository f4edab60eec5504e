package dev.synaxis.testkit;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A real Artemis with its journal on the disk, and clients for it. */
public final class ArtemisBroker extends BrokerProcess {

    private final int port = freePort();

    private ArtemisBroker(Path directory) {
        super(directory);
    }

    /** One that has its port and does not run yet. */
    public static ArtemisBroker stopped() {
        try {
            return new ArtemisBroker(Files.createTempDirectory("artemis"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ArtemisBroker started() {
        ArtemisBroker broker = stopped();
        broker.start();
        return broker;
    }

    /** The broker itself: its directory and its port. */
    public static void main(String[] args) throws Exception {
        ConfigurationImpl config = new ConfigurationImpl();
        config.setSecurityEnabled(false);
        config.setJournalType(JournalType.NIO);
        for (String part : List.of("bindings", "journal", "large", "paging")) {
            Files.createDirectories(Path.of(args[0], part));
        }
        config.setBindingsDirectory(args[0] + "/bindings");
        config.setJournalDirectory(args[0] + "/journal");
        config.setLargeMessagesDirectory(args[0] + "/large");
        config.setPagingDirectory(args[0] + "/paging");
        config.setJournalFileSize(1 << 20);
        config.setMaxDiskUsage(-1);
        config.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + args[1]);
        config.addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(config);
        broker.start();
    }

    @Override
    List<String> main() {
        return List.of(ArtemisBroker.class.getName(), directory.toString(), "" + port);
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    boolean answers() {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
                JMSContext context = factory.createContext()) {
            context.start();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** A client with a connection of its own. */
    public Client client() {
        return new Client(url());
    }

    /** Sends and receives. */
    public static final class Client implements AutoCloseable {

        private final ActiveMQConnectionFactory factory;
        private final JMSContext context;

        private Client(String url) {
            factory = new ActiveMQConnectionFactory(url);
            context = factory.createContext();
        }

        public JMSContext context() {
            return context;
        }

        /** @param properties names and values in turn */
        public String send(String queue, String text, String... properties) {
            try {
                TextMessage message = context.createTextMessage(text);
                for (int i = 0; i < properties.length; i += 2) {
                    message.setStringProperty(properties[i], properties[i + 1]);
                }
                context.createProducer().send(context.createQueue(queue), message);
                return message.getJMSMessageID();
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Takes n messages; fails where they do not come in time. */
        public List<Message> receive(String queue, int n) {
            List<Message> all = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
                while (all.size() < n) {
                    if (System.nanoTime() > deadline) {
                        throw new AssertionError(n + " messages in " + queue + ", there are " + all.size());
                    }
                    Message message = consumer.receive(200);
                    if (message != null) {
                        all.add(message);
                    }
                }
            }
            return all;
        }

        /** Whether nothing is left there. */
        public boolean empty(String queue) {
            try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
                return consumer.receive(300) == null;
            }
        }

        @Override
        public void close() {
            context.close();
            factory.close();
        }
    }

    public static String text(Message message) {
        try {
            return switch (message) {
                case TextMessage text -> text.getText();
                case BytesMessage bytes -> {
                    byte[] body = new byte[(int) bytes.getBodyLength()];
                    bytes.readBytes(body);
                    yield new String(body, StandardCharsets.UTF_8);
                }
                default -> throw new AssertionError("neither text nor bytes: " + message);
            };
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String property(Message message, String name) {
        try {
            return message.getStringProperty(name);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
