package dev.synaxis.bench.run;

import java.io.IOException;

/** The bench vendor's switches and counters. */
record VendorControl(int port) {

    /** What streams from now on are made of. */
    void pace(int pieces, int intervalMillis) throws IOException {
        Server.ask(port, "POST", "/control?pieces=" + pieces + "&interval=" + intervalMillis, "");
    }

    /** Streams under way. */
    int running() throws IOException {
        String answer = Server.ask(port, "GET", "/stats", "");
        String[] numbers = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip().split(" ");
        return Integer.parseInt(numbers[0]);
    }
}
