package dev.synaxis.bench.run;

import dev.synaxis.bench.load.Request;
import dev.synaxis.testkit.OpenAiWire;

/**
 * One way to the vendor.
 *
 * @param server whose CPU and memory count
 * @param unary  a request for a whole answer
 * @param stream the same for events
 */
record Target(String name, Server server, Request unary, Request stream) {

    static Target of(String name, Server server, int port, String path, String model) {
        return new Target(name, server, Request.post(port, path, body(model, false)), Request.post(port, path, body(model, true)));
    }

    /** The same way for one text to embed, answered with 1,536 numbers in base64; it has no events. */
    Target embedding() {
        Request request = Request.post(unary.address().getPort(), OpenAiWire.EMBEDDINGS,
                "{\"model\":\"bench-embedding\",\"input\":\"" + "What does the quick brown fox do? ".repeat(8)
                        + "\",\"encoding_format\":\"base64\"}");
        return new Target(name, server, request, request);
    }

    static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant. "
                + "Answer in one paragraph and do not repeat the question.\"},{\"role\":\"user\",\"content\":\""
                + "What does the quick brown fox do while the gateway is measured? ".repeat(4) + "\"}],\"temperature\":0.2,"
                + "\"max_tokens\":256,\"stream\":" + stream + (stream ? ",\"stream_options\":{\"include_usage\":true}" : "") + "}";
    }
}
