package dev.synaxis.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param event the event's name, null where the stream gave none
 * @param data  the data lines, joined by line feeds, without the last one
 */
public record SseEvent(@Nullable String event, byte[] data) {

    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** Whether the data is exactly these ASCII characters. */
    public boolean is(String ascii) {
        if (data.length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < data.length; i++) {
            if (data[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
