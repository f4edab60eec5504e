package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.inbound.FrontDoor;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsMessage;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of a jms route: takes a request, sends its reply (or the dead letter), and commits both at once, all in the
 * session that the request came by. Whatever goes wrong before that gives the request back to the broker.
 */
public final class JmsDoor implements FrontDoor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JmsDoor.class);
    /** Longer than a consumer asks the broker for a message; a frozen broker holds up the end no longer than this. */
    private static final Duration PARTING = Duration.ofSeconds(5);

    private final InboundConfig.Jms config;
    private final QueueDoor door;
    private final Returns returns;
    private final JmsPoolConnectionFactory pool;
    private final JmsWatch watch;
    private final Map<String, PacedContainer> consumers = new ConcurrentHashMap<>();
    private final Map<String, Slots> slots = new TreeMap<>();

    /** @throws dev.synaxis.failure.IllegalConfigException where the client's factory does not take its settings */
    public JmsDoor(InboundConfig.Jms config, QueueDoor door) {
        this.config = config;
        this.door = door;
        this.returns = door.returns();
        ConnectionFactory factory = JmsSettings.factory(config);
        this.pool = JmsSettings.pool(factory);
        this.watch = new JmsWatch(factory);
        for (String queue : config.queues().all()) {
            slots.put(queue, new Slots(config.concurrency(), aside -> consumers.get(queue).follow(aside)));
        }
    }

    /** The jms component that the routes' endpoints are made by. */
    public JmsComponent component() {
        return JmsSettings.component(config, pool, endpoint -> {
            PacedContainer made = new PacedContainer(endpoint, config.concurrency());
            consumers.put(endpoint.getDestinationName(), made);
            return made;
        });
    }

    public void start() {
        watch.start();
    }

    /**
     * Where the broker does not take the reply, the request is given back.
     *
     * @throws JMSException where not even that can be told to the broker
     */
    public void accept(Exchange exchange) throws JMSException, InterruptedException {
        JmsMessage in = exchange.getMessage(JmsMessage.class);
        Message request = in.getJmsMessage();
        Session session = in.getJmsSession();
        String queue = ((JmsEndpoint) exchange.getFromEndpoint()).getDestinationName();
        String id = id(request);
        int deliveries = deliveries(request);
        try (Slots.Slot slot = slots.get(queue).take()) {
            Handled handled = handle(request, id, deliveries, queue, slot);
            Handled.Dead ended = switch (handled) {
                case Handled.Dead dead -> dead;
                case Handled.Answered(Answer answer, String key, boolean lasting) ->
                    reply(session, request, answer, deliveries > config.redeliveries());
            };
            if (ended != null) {
                putAside(session, request, ended, queue);
            }
            session.commit();
            if (deliveries > 1) {
                returns.forget(id);
            }
            door.settled(handled);
        } catch (QueueStopped e) {
            try {
                returns.add(id);
            } finally {
                session.rollback();
            }
        } catch (JMSException | RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("A request is given back to JMS");
            door.rest(deliveries);
            session.rollback();
        }
    }

    /** The same each time that the message is delivered. */
    private static String id(Message request) throws JMSException {
        String id = request.getJMSMessageID();
        return "jms:" + (id == null ? UUID.randomUUID() : id);
    }

    private static int deliveries(Message request) throws JMSException {
        return request.propertyExists("JMSXDeliveryCount") ? request.getIntProperty("JMSXDeliveryCount") : 1;
    }

    /** Too often taken and given back; where nobody can say how often that was its own fault, it is tried once more. */
    private Handled.@Nullable Dead exhausted(String id, int deliveries) {
        if (deliveries <= config.redeliveries() + 1) {
            return null;
        }
        try {
            int own = deliveries - 1 - returns.of(id);
            return own <= config.redeliveries() ? null : door.dead("redelivered",
                    "given back " + own + " times without an answer; the gateway's log says why");
        } catch (IOException e) {
            return null;
        }
    }

    private Handled handle(Message request, String id, int deliveries, String queue, Slots.Slot slot)
            throws JMSException, InterruptedException {
        Handled.Dead exhausted = exhausted(id, deliveries);
        if (exhausted != null) {
            return exhausted;
        }
        if (request instanceof BytesMessage bytes && bytes.getBodyLength() > config.maxMessage()) {
            return door.tooLarge(bytes.getBodyLength());
        }
        byte[] body = JmsMessages.body(request);
        if (body == null) {
            return door.dead("bad_message", "the message holds neither bytes nor text");
        }
        long expires = request.getJMSExpiration();
        return door.handle(new Delivery(
                id,
                config.queues().capability(queue),
                name -> header(request, name),
                body,
                expires == 0 ? null : Instant.ofEpochMilli(expires),
                () -> false), slot);
    }

    /**
     * Null where its destination takes the reply.
     *
     * @param last whether the request may not be given back any more
     */
    private Handled.@Nullable Dead reply(Session session, Message request, Answer answer, boolean last)
            throws JMSException {
        Destination asked = request.getJMSReplyTo();
        Destination to = asked == null ? session.createQueue(config.replyQueue()) : asked;
        boolean opened = false;
        try (MessageProducer producer = session.createProducer(to)) {
            opened = true;
            producer.setPriority(request.getJMSPriority());
            producer.send(JmsMessages.reply(session, request, answer));
            return null;
        } catch (InvalidDestinationException e) {
            return door.dead("reply_refused", "the destination of the reply is not there");
        } catch (JMSSecurityException e) {
            return door.dead("reply_refused", "the gateway may not send to the destination of the reply");
        } catch (JMSException e) {
            if (opened || !last) {
                throw e;
            }
            // over AMQP not every refusal says that it is one
            return door.dead("reply_refused", "the broker lets nobody send to the destination of the reply");
        }
    }

    private static @Nullable String header(Message request, String name) {
        try {
            return request.getStringProperty(JmsMessages.property(name));
        } catch (JMSException e) {
            return null;
        }
    }

    private void putAside(Session session, Message request, Handled.Dead dead, String queue) throws JMSException {
        LOG.atWarn().addKeyValue("outcome", dead.code()).log("A message from JMS goes to the dead letters");
        int priority = request.getJMSPriority();
        try (MessageProducer producer = session.createProducer(session.createQueue(config.deadLetterQueue()))) {
            producer.setPriority(priority);
            producer.send(JmsMessages.deadLetter(request, dead, queue));
        }
    }

    @Override
    public String name() {
        return "jms";
    }

    @Override
    public State state() {
        String trouble = watch.trouble();
        return new State(
                trouble == null,
                trouble != null ? trouble : door.trouble(),
                door.inFlight(),
                door.waiting(),
                slots.values().stream().anyMatch(Slots::exhausted));
    }

    /**
     * Takes nothing more, then lets nobody wait; what is being answered may still be settled. In this order, since a
     * message that is given back must not be taken again, which would count as one more delivery.
     */
    public void stop() {
        consumers.values().forEach(PacedContainer::takeNothing);
        try {
            long until = System.nanoTime() + PARTING.toNanos();
            for (PacedContainer one : consumers.values()) {
                one.awaitNothing(until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        door.stop();
    }

    @Override
    public void close() {
        door.stop();
        watch.close();
        pool.stop();
    }
}
