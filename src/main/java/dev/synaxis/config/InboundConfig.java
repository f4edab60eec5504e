package dev.synaxis.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The front doors beside HTTP; each is closed where its record is null.
 *
 * @param files a folder of batch jobs
 */
public record InboundConfig(@Nullable Files files) {

    public static final InboundConfig NONE = new InboundConfig(null);

    /**
     * A folder watched for batch jobs.
     *
     * @param directory  where files are dropped; running jobs live in {@code running} below it
     * @param outbox     where the results of finished jobs go, on the same file system
     * @param done       where the files of finished jobs go, on the same file system
     * @param model      what lines of text are embedded with
     * @param column     the CSV column that holds the text
     * @param idColumn   the CSV column that names a line; need not be there
     * @param delimiter  between CSV fields; ASCII
     * @param jobs       jobs that run at once
     * @param inFlight   calls of one job that run at once
     * @param batch      most texts in one call
     * @param maxLine    bytes of the longest line that is read
     * @param poll       between two looks into the folder
     * @param settle     a file is taken once its size and time have been the same for so long
     * @param progress   between two lines of progress in the log
     * @param checkpoint between two checkpoints of a running job
     * @param patience   how long a line waits for a provider before it counts as failed
     */
    public record Files(
            Path directory,
            Path outbox,
            Path done,
            String model,
            String column,
            String idColumn,
            char delimiter,
            int jobs,
            int inFlight,
            int batch,
            int maxLine,
            Duration poll,
            Duration settle,
            Duration progress,
            Duration checkpoint,
            Duration patience) {}
}
