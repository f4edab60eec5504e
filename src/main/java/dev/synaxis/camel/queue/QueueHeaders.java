package dev.synaxis.camel.queue;

/** Names of what stands beside the body of a message; with JMS each '-' is a '_'. */
final class QueueHeaders {

    // of a request
    static final String CAPABILITY = "capability";
    static final String IDEMPOTENCY_KEY = "idempotency-key";
    static final String DEADLINE = "deadline";
    static final String REPLY_TOPIC = "reply-topic";

    // of both
    static final String CORRELATION_ID = "correlation-id";
    static final String CONTENT_TYPE = "content-type";

    // of a reply
    static final String STATUS = "status";
    static final String USAGE = "x-synaxis-usage";

    // of a dead letter
    static final String DEAD_CODE = "dead-letter-code";
    static final String DEAD_REASON = "dead-letter-reason";
    static final String DEAD_SOURCE = "dead-letter-source";

    private QueueHeaders() {}
}
