package dev.synaxis.testkit;

/** Server-sent events as the text that goes over the wire, closing blank line included. */
public final class Sse {

    private Sse() {}

    public static String data(String data) {
        return "data: " + data + "\n\n";
    }

    public static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    public static String comment(String text) {
        return ": " + text + "\n\n";
    }
}
