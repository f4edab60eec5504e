package dev.synaxis.inbound.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The lines of a job's file, from any point that an earlier reading had come to. */
final class JobInput implements Closeable {

    private static final int BUFFER = 64 << 10;

    private final Counting raw;
    private final InputStream unpacked;
    private final RecordSplitter records;
    private final ItemReader items;

    private JobInput(Counting raw, InputStream unpacked, RecordSplitter records, ItemReader items) {
        this.raw = raw;
        this.unpacked = unpacked;
        this.records = records;
        this.items = items;
    }

    /**
     * An item and the point behind it.
     *
     * @param end      offset in the unpacked file
     * @param nextLine line that stands there
     */
    record Read(Item item, long end, long nextLine) {}

    /**
     * @param offset in the unpacked file, 0 for its beginning, and the line that stands there
     * @throws JobFailure where it is not the file that its name says
     */
    static JobInput open(Path file, JobSettings settings, long offset, long line) throws IOException, JobFailure {
        try {
            return switch (settings.format()) {
                case TXT -> at(file, settings, offset, line, (char) 0, (n, text) -> new Item.Text(n, null, text));
                case JSONL -> at(file, settings, offset, line, (char) 0, new JsonItems());
                case CSV -> csv(file, settings, offset, line);
            };
        } catch (EOFException | ZipException e) {
            throw damaged();
        }
    }

    private static JobInput csv(Path file, JobSettings settings, long offset, long line)
            throws IOException, JobFailure {
        long from = offset;
        long at = line;
        ItemReader items;
        try (JobInput head = at(file, settings, 0, 1, settings.delimiter(), new JsonItems())) {
            RawRecord header = head.record();
            items = new CsvItems(header, settings);
            if (offset == 0 && header != null) {
                from = header.end();
                at = header.nextLine();
            }
        }
        return at(file, settings, from, at, settings.delimiter(), items);
    }

    private static JobInput at(
            Path file, JobSettings settings, long offset, long line, char delimiter, ItemReader items)
            throws IOException {
        Counting raw = new Counting(Files.newInputStream(file));
        try {
            InputStream in = settings.gzip() ? new GZIPInputStream(raw, BUFFER) : raw;
            in.skipNBytes(offset);
            return new JobInput(
                    raw, in, new RecordSplitter(in, settings.longest(), delimiter, offset, line), items);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Null at the end of the file.
     *
     * @throws JobFailure where its packing is damaged, or it is no UTF-8 by its own word
     */
    @Nullable Read next() throws IOException, JobFailure {
        try {
            RawRecord record = record();
            return record == null ? null : new Read(items.item(record), record.end(), record.nextLine());
        } catch (EOFException | ZipException e) {
            throw damaged();
        }
    }

    private @Nullable RawRecord record() throws IOException, JobFailure {
        RawRecord record = records.next();
        if (record != null && record.line() == 1 && utf16(record.bytes())) {
            throw new JobFailure("the file is UTF-16; only UTF-8 is read");
        }
        return record;
    }

    /** Whether a file that begins so says of itself that it is UTF-16. */
    private static boolean utf16(byte[] start) {
        int mark = start.length < 2 ? 0 : (start[0] & 0xFF) << 8 | start[1] & 0xFF;
        return mark == 0xFFFE || mark == 0xFEFF;
    }

    private static JobFailure damaged() {
        return new JobFailure("the gzip data is damaged or ends early");
    }

    /** Bytes of the file as it lies on the disk that have been read so far. */
    long bytesRead() {
        return raw.count;
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }

    private static final class Counting extends FilterInputStream {

        private volatile long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int read = super.read(b, off, len);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            count += skipped;
            return skipped;
        }
    }
}
