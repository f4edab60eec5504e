package dev.synaxis.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines by a thread of its own, all that have come within some milliseconds at once, so that neither the call that
 * logs nor the machine pays for a write and a change of threads a line. Where more come than can be written, the newest are
 * left out, and a line says how many.
 */
final class BatchAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int QUEUED_LINES = 8192;
    /** How long a line waits for others at most, in milliseconds. */
    private static final long GATHER = 10;
    /** How long the last lines may take when the log is stopped, in milliseconds. */
    private static final long LAST_MOMENT = 1_000;

    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
    private final Layout<ILoggingEvent> layout;
    private final PrintStream out;
    private final LongAdder leftOut = new LongAdder();
    private @Nullable Thread writer;

    BatchAppender(Layout<ILoggingEvent> layout, PrintStream out) {
        this.layout = layout;
        this.out = out;
    }

    @Override
    public void start() {
        super.start();
        writer = Thread.ofPlatform().daemon().name("synaxis-log").start(this::write);
    }

    /** Writes what has been logged so far, and nothing after that. */
    @Override
    public void stop() {
        super.stop();
        Thread thread = writer;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(LAST_MOMENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        // now, while the arguments are still what they were
        event.getFormattedMessage();
        if (!queue.offer(event)) {
            leftOut.increment();
        }
    }

    private void write() {
        List<ILoggingEvent> batch = new ArrayList<>();
        try {
            while (isStarted()) {
                if (queue.drainTo(batch) == 0) {
                    batch.add(queue.take());
                }
                TimeUnit.MILLISECONDS.sleep(GATHER);
                queue.drainTo(batch);
                print(batch);
            }
        } catch (InterruptedException e) {
            // the log is being stopped: what is there is written below
        }
        queue.drainTo(batch);
        print(batch);
    }

    private void print(List<ILoggingEvent> batch) {
        StringBuilder lines = new StringBuilder(256 * batch.size());
        for (ILoggingEvent event : batch) {
            try {
                lines.append(layout.doLayout(event));
            } catch (RuntimeException e) {
                addError("a line could not be written", e);
            }
        }
        batch.clear();
        long missing = leftOut.sumThenReset();
        if (missing > 0) {
            lines.append(missing).append(" lines left out: more came than could be written").append(System.lineSeparator());
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
