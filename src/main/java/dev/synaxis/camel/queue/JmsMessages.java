package dev.synaxis.camel.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is read from, and written to, JMS messages. */
final class JmsMessages {

    private JmsMessages() {}

    /** A header's name in the form of a JMS property, which is that of a Java identifier. */
    static String property(String header) {
        return header.replace('-', '_');
    }

    /** Null for a kind of message that holds neither bytes nor text. */
    static byte @Nullable [] body(Message message) throws JMSException {
        return switch (message) {
            case BytesMessage bytes -> {
                byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
                bytes.reset();
                bytes.readBytes(body);
                yield body;
            }
            case TextMessage text -> text.getText() == null ? new byte[0] : text.getText().getBytes(StandardCharsets.UTF_8);
            default -> null;
        };
    }

    /** Text where the request was text and the answer is JSON, else bytes. */
    static Message reply(Session session, Message request, Answer answer) throws JMSException {
        String type = answer.headers().get(QueueHeaders.CONTENT_TYPE);
        boolean text = request instanceof TextMessage && type != null && type.startsWith("application/json");
        Message reply;
        if (text) {
            reply = session.createTextMessage(new String(answer.body(), StandardCharsets.UTF_8));
        } else {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(answer.body());
            reply = bytes;
        }
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            reply.setStringProperty(property(header.getKey()), header.getValue());
        }
        String correlation = request.getJMSCorrelationID();
        reply.setJMSCorrelationID(correlation == null ? request.getJMSMessageID() : correlation);
        return reply;
    }

    /** The request itself, with the reason beside its own properties. */
    static Message deadLetter(Message request, Handled.Dead dead, @Nullable String source) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = request.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            if (!name.startsWith("JMSX") && !name.startsWith("JMS_")) {
                properties.put(name, request.getObjectProperty(name));
            }
        }
        request.clearProperties();
        for (Map.Entry<String, Object> one : properties.entrySet()) {
            request.setObjectProperty(one.getKey(), one.getValue());
        }
        request.setStringProperty(property(QueueHeaders.DEAD_CODE), dead.code());
        request.setStringProperty(property(QueueHeaders.DEAD_REASON), dead.reason());
        if (source != null) {
            request.setStringProperty(property(QueueHeaders.DEAD_SOURCE), source);
        }
        return request;
    }
}
