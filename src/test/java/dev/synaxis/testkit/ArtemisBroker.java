package dev.synaxis.testkit;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A real Artemis with its journal on the disk, and clients for it. Whoever names no user may do everything but send to
 * {@code forbidden}; {@code full} takes one message.
 */
public final class ArtemisBroker extends BrokerProcess {

    public static final String USER = "synaxis";
    public static final String PASSWORD = "artemis-password";

    private final int port = Ports.free();
    private final int securePort = Ports.free();
    private ServerKey key;

    private ArtemisBroker(Path directory) {
        super(directory);
    }

    /** Listens for TLS as well, from its next start on. */
    public ArtemisBroker with(ServerKey own) {
        key = own;
        return this;
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

    /** The broker itself: its directory, its port, and the port, the store and the password of TLS. */
    public static void main(String[] args) throws Exception {
        ConfigurationImpl config = new ConfigurationImpl();
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
        if (args.length > 2) {
            config.addAcceptorConfiguration("tls", "tcp://127.0.0.1:" + args[2]
                    + "?sslEnabled=true&keyStoreType=PKCS12&keyStorePath=" + args[3] + "&keyStorePassword=" + args[4]);
        }
        config.addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1));
        config.addAddressSetting("full", new AddressSettings()
                .setMaxSizeBytes(1)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
        config.putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true, true, true)));
        config.putSecurityRoles("forbidden", Set.of());
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(config);
        broker.setSecurityManager(new Users());
        broker.start();
    }

    private static final class Users implements ActiveMQSecurityManager {

        @Override
        public boolean validateUser(String user, String password) {
            return user == null || user.equals(USER) && PASSWORD.equals(password);
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
            return validateUser(user, password) && roles.stream().anyMatch(check::hasRole);
        }
    }

    @Override
    List<String> main() {
        List<String> main = new ArrayList<>(List.of(ArtemisBroker.class.getName(), directory.toString(), "" + port));
        if (key != null) {
            main.addAll(List.of("" + securePort, key.store().toString(), key.password()));
        }
        return main;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Of the listener that speaks TLS. */
    public String secureUrl() {
        return "tcp://127.0.0.1:" + securePort;
    }

    /** Of the same listener as {@link #url}, in AMQP 1.0. */
    public String amqpUrl() {
        return "amqp://127.0.0.1:" + port;
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

        /** Sends what may be more than a text with headers. */
        public void send(String queue, Message message, int priority, Duration timeToLive) {
            context.createProducer()
                    .setPriority(priority)
                    .setTimeToLive(timeToLive.toMillis())
                    .send(context.createQueue(queue), message);
        }

        /** Takes n messages; fails where they do not come in time. */
        public List<Message> receive(String queue, int n) {
            return receive(context.createQueue(queue), n);
        }

        public List<Message> receive(Queue queue, int n) {
            List<Message> all = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
            try (JMSConsumer consumer = context.createConsumer(queue)) {
                while (all.size() < n) {
                    if (System.nanoTime() > deadline) {
                        throw new AssertionError(n + " messages in " + queue + ", there are " + all.size());
                    }
                    Message message = consumer.receive(200);
                    if (message != null) {
                        // a large body is fetched from the broker while the consumer is open
                        text(message);
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

    /** The body; nothing where it is neither text nor bytes. */
    public static String text(Message message) {
        try {
            return switch (message) {
                case TextMessage text -> text.getText();
                case BytesMessage bytes -> {
                    byte[] body = new byte[(int) bytes.getBodyLength()];
                    bytes.reset();
                    bytes.readBytes(body);
                    yield new String(body, StandardCharsets.UTF_8);
                }
                default -> "";
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
