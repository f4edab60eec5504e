package dev.synaxis.camel;

/**
 * What a client's stream is made of.
 *
 * @param events whether it is server-sent events, which have a place for a heartbeat and for word of a failure; a stream
 *               of bare bytes has none, and its connection is broken off where it is not complete
 */
public record StreamForm(String contentType, boolean events) {

    static final StreamForm EVENTS = new StreamForm("text/event-stream", true);

    static StreamForm bytes(String contentType) {
        return new StreamForm(contentType, false);
    }
}
