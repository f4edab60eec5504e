package dev.synaxis.camel.queue;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.inbound.FrontDoor;
import dev.synaxis.model.ProviderCapability;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
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

    private final InboundConfig.Jms config;
    private final QueueDoor door;
    private final JmsPoolConnectionFactory pool;
    private final JmsWatch watch;

    /** @throws dev.synaxis.failure.IllegalConfigException where the client's factory does not take its settings */
    public JmsDoor(InboundConfig.Jms config, QueueDoor door) {
        this.config = config;
        this.door = door;
        ConnectionFactory factory = JmsSettings.factory(config);
        this.pool = JmsSettings.pool(factory);
        this.watch = new JmsWatch(factory);
    }

    /** The jms component that the routes' endpoints are made by. */
    public JmsComponent component() {
        return JmsSettings.component(config, pool);
    }

    public void start() {
        watch.start();
    }

    /** @throws JMSException where the broker did not take the reply: the request is given back */
    public void accept(Exchange exchange) throws JMSException, InterruptedException {
        JmsMessage in = exchange.getMessage(JmsMessage.class);
        Message request = in.getJmsMessage();
        Session session = in.getJmsSession();
        String queue = request.getJMSDestination() instanceof Queue from ? from.getQueueName() : null;
        Handled handled = handle(request, queue);
        switch (handled) {
            case Handled.Dead dead -> putAside(session, request, dead, queue);
            case Handled.Answered(Answer answer, String key, boolean lasting) -> {
                try {
                    Destination asked = request.getJMSReplyTo();
                    JmsMessages.send(
                            session,
                            asked == null ? session.createQueue(config.replyQueue()) : asked,
                            JmsMessages.reply(session, request, answer),
                            request.getJMSPriority());
                } catch (InvalidDestinationException e) {
                    putAside(session, request, new Handled.Dead("reply_refused",
                            "the destination of the reply is not there: " + e.getClass().getSimpleName()), queue);
                }
            }
        }
        session.commit();
        door.settled(handled);
    }

    private Handled handle(Message request, @Nullable String queue) throws JMSException, InterruptedException {
        int deliveries = request.propertyExists("JMSXDeliveryCount") ? request.getIntProperty("JMSXDeliveryCount") : 1;
        if (deliveries > config.redeliveries() + 1) {
            return new Handled.Dead("redelivered", "given back " + (deliveries - 1) + " times without an answer");
        }
        byte[] body = JmsMessages.body(request);
        if (body == null) {
            return new Handled.Dead("bad_message", "the message holds neither bytes nor text");
        }
        String id = request.getJMSMessageID();
        ProviderCapability capability = queue == null ? null : config.queues().capability(queue);
        long expires = request.getJMSExpiration();
        return door.handle(new Delivery(
                "jms:" + (id == null ? UUID.randomUUID() : id),
                capability,
                name -> header(request, name),
                body,
                expires == 0 ? null : Instant.ofEpochMilli(expires)));
    }

    private static @Nullable String header(Message request, String name) {
        try {
            return request.getStringProperty(JmsMessages.property(name));
        } catch (JMSException e) {
            return null;
        }
    }

    private void putAside(Session session, Message request, Handled.Dead dead, @Nullable String queue) throws JMSException {
        LOG.atWarn().addKeyValue("outcome", dead.code()).log("A message from JMS goes to the dead letters");
        int priority = request.getJMSPriority();
        JmsMessages.send(
                session,
                session.createQueue(config.deadLetterQueue()),
                JmsMessages.deadLetter(request, dead, queue),
                priority);
    }

    @Override
    public String name() {
        return "jms";
    }

    @Override
    public State state() {
        String trouble = watch.trouble();
        int waiting = door.waiting();
        return new State(
                trouble == null,
                trouble != null ? trouble : door.trouble(),
                door.inFlight(),
                waiting,
                waiting > 0 && waiting >= config.concurrency() * config.queues().all().size());
    }

    /** Lets nobody wait any longer; what is being answered may still be settled. */
    public void stop() {
        door.stop();
    }

    @Override
    public void close() {
        stop();
        watch.close();
        pool.stop();
    }
}
