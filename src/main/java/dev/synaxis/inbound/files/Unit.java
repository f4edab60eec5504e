package dev.synaxis.inbound.files;

import dev.synaxis.inbound.files.LineCalls.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines that stand one behind the other and are settled together: as many texts as go into one call, or one request.
 *
 * @param end      offset behind them in the unpacked file
 * @param nextLine line that stands there
 */
record Unit(List<Item> items, long end, long nextLine) {

    /** Bounds what waits in memory, whatever a call may hold. */
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_ITEMS = 4096;
    private static final int BYTES_PER_TOKEN = 4;

    Unit {
        items = List.copyOf(items);
    }

    /** Takes the next unit out of a file. */
    static final class Source {

        private final JobInput input;
        private final Limits limits;
        private JobInput.@Nullable Read ahead;
        private @Nullable JobFailure broken;

        Source(JobInput input, Limits limits) {
            this.input = input;
            this.limits = limits;
        }

        /**
         * Null at the end of the file.
         *
         * @throws JobFailure where the file is damaged, once everything before the damage has been taken
         */
        @Nullable Unit next() throws IOException, JobFailure {
            List<Item> items = new ArrayList<>();
            int texts = 0;
            long bytes = 0;
            long end = 0;
            long nextLine = 0;
            boolean full = false;
            while (!full) {
                JobInput.Read read = ahead != null ? ahead : read();
                ahead = null;
                if (read == null) {
                    break;
                }
                switch (read.item()) {
                    case Item.Text text -> {
                        long more = text.text().getBytes(StandardCharsets.UTF_8).length;
                        if (texts > 0 && (texts >= limits.texts() || bytes + more > mostBytes())) {
                            ahead = read;
                        }
                        texts++;
                        bytes += more;
                    }
                    case Item.Request request -> {
                        if (texts > 0) {
                            ahead = read;
                        }
                        full = true;
                    }
                    case Item.Bad bad -> full = items.size() >= MOST_ITEMS;
                    case Item.Blank blank -> full = items.size() >= MOST_ITEMS;
                }
                if (ahead != null) {
                    break;
                }
                items.add(read.item());
                end = read.end();
                nextLine = read.nextLine();
            }
            if (items.isEmpty() && broken != null) {
                throw broken;
            }
            return items.isEmpty() ? null : new Unit(items, end, nextLine);
        }

        private JobInput.@Nullable Read read() throws IOException {
            try {
                return broken == null ? input.next() : null;
            } catch (JobFailure e) {
                broken = e;
                return null;
            }
        }

        private long mostBytes() {
            long tokens = limits.tokens();
            return tokens >= MOST_BYTES / BYTES_PER_TOKEN ? MOST_BYTES : tokens * BYTES_PER_TOKEN;
        }
    }
}
