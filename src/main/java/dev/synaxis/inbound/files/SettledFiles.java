package dev.synaxis.inbound.files;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets batch files pass once they are written to their end: size and time of change have been the same for a while, as
 * this gateway itself has seen it, so that clocks of other machines do not matter. All files are watched side by side;
 * Camel's own {@code readLock=changed} waits for each in turn. Empty files and
 * symbolic links never pass: a link would have a file read that its owner may not read, and its text sent to a provider.
 */
public final class SettledFiles implements GenericFileFilter<Object> {

    private static final Logger LOG = LoggerFactory.getLogger(SettledFiles.class);
    private static final int MOST_SEEN = 10_000;
    /** Stand for bytes that are no letter. */
    private static final char UNKNOWN = '\uFFFD';
    private static final char UNKNOWN_ASCII = '?';

    private final long settleNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new HashMap<>();
    private boolean warned;

    /** @param nanoTime {@link System#nanoTime} */
    public SettledFiles(Duration settle, LongSupplier nanoTime) {
        this.settleNanos = settle.toNanos();
        this.nanoTime = nanoTime;
    }

    private record Seen(long size, long changed, long since, long last) {}

    /** Whether a file of this name is a batch; names of files that are still being written have another ending. */
    static boolean batch(String name) {
        return !name.startsWith(".") && !name.startsWith("~") && JobSettings.format(name) != null;
    }

    @Override
    public synchronized boolean accept(GenericFile<Object> file) {
        if (file.isDirectory() || !batch(file.getFileNameOnly()) || !readable(file)
                || file.getFileLength() == 0 || Files.isSymbolicLink(Path.of(file.getAbsoluteFilePath()))) {
            return false;
        }
        long now = nanoTime.getAsLong();
        Seen before = seen.get(file.getFileNameOnly());
        boolean same = before != null && before.size == file.getFileLength() && before.changed == file.getLastModified();
        long since = same ? before.since : now;
        if (now - since >= settleNanos) {
            seen.remove(file.getFileNameOnly());
            return true;
        }
        forget(now);
        seen.put(file.getFileNameOnly(), new Seen(file.getFileLength(), file.getLastModified(), since, now));
        return false;
    }

    /** Whether the JDK could read the name: it knows no more letters than the locale that it was started in. */
    private boolean readable(GenericFile<Object> file) {
        String name = file.getFileNameOnly();
        boolean doubtful = name.indexOf(UNKNOWN) >= 0 || name.indexOf(UNKNOWN_ASCII) >= 0;
        if (!doubtful || new File(file.getAbsoluteFilePath()).exists()) {
            return true;
        }
        if (!warned) {
            warned = true;
            LOG.atWarn().addKeyValue("error", "names are read as " + System.getProperty("sun.jnu.encoding"))
                    .log("A dropped file is left alone, since its name cannot be read: start the gateway with LC_ALL=C.UTF-8");
        }
        return false;
    }

    /** Whether a file is still as it was when it passed. */
    static boolean unchanged(Path file, Message found) {
        File now = file.toFile();
        return now.length() == found.getHeader(Exchange.FILE_LENGTH, 0L, Long.class)
                && now.lastModified() == found.getHeader(Exchange.FILE_LAST_MODIFIED, 0L, Long.class);
    }

    /** Files that have gone otherwise than through here are not remembered for ever. */
    private void forget(long now) {
        if (seen.size() < MOST_SEEN) {
            return;
        }
        Iterator<Seen> all = seen.values().iterator();
        while (all.hasNext()) {
            if (now - all.next().last > settleNanos + Duration.ofMinutes(1).toNanos()) {
                all.remove();
            }
        }
    }
}
