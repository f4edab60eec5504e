package dev.synaxis.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are started later, or again. They lie below those that Linux gives to connections going out
 * (32768 to 60999): one of these could be taken meanwhile, even by a connection that somebody tries to that very port.
 */
final class Ports {

    private static final int FIRST = 10_000;
    private static final int BEHIND = 32_768;

    private Ports() {}

    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody has it
            }
        }
    }
}
