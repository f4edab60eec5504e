package dev.synaxis.config;

import dev.synaxis.model.ProviderCapability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The front doors beside HTTP; each is closed where its record is null.
 *
 * @param files   a folder of batch jobs
 * @param replies the memory of answered messages; null where there is no queue
 */
public record InboundConfig(@Nullable Files files, @Nullable Kafka kafka, @Nullable Jms jms, @Nullable Replies replies) {

    public static final InboundConfig NONE = new InboundConfig(null, null, null, null);

    /**
     * How long the reply to a message is remembered, and where; with {@code redis} it is remembered there.
     *
     * @param directory of this gateway alone
     */
    public record Replies(Path directory, Duration keep) {}

    /**
     * Where requests come from: a place for each capability, and one where a header names the capability.
     *
     * @param byCapability topics or queues
     * @param common       null where there is none
     */
    public record Sources(Map<ProviderCapability, String> byCapability, @Nullable String common) {
        public Sources {
            byCapability = Map.copyOf(byCapability);
        }

        /** Every place, once. */
        public List<String> all() {
            return Stream.concat(byCapability.values().stream(), Stream.ofNullable(common)).distinct().sorted().toList();
        }

        /** What is asked for at that place; null at the common one, where a header says it. */
        public @Nullable ProviderCapability capability(String place) {
            return byCapability.entrySet().stream()
                    .filter(one -> one.getValue().equals(place))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * Requests from Kafka topics.
     *
     * @param brokers     {@code host:port} of some of them, with commas between
     * @param instance    the name of this gateway in the group, which it keeps when it starts again; null for a new one
     *                    at each start
     * @param concurrency messages that are worked on at once
     * @param maxMessage  bytes of the largest request
     * @param properties  of Kafka's clients, such as {@code security.protocol}; may hold secrets
     */
    public record Kafka(
            String brokers,
            Sources topics,
            String replyTopic,
            String deadLetterTopic,
            String group,
            @Nullable String instance,
            int concurrency,
            long maxMessage,
            Map<String, Secret> properties) {
        public Kafka {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * Requests from the queues of a JMS broker.
     *
     * @param factory      the class of the connection factory; it takes the URL in its constructor
     * @param user         null for none
     * @param concurrency  messages that are worked on at once
     * @param redeliveries how often a message is taken again that was given back, before it goes to the dead letters
     * @param maxMessage   bytes of the largest request
     * @param properties   of the connection factory, by the names of its setters; may hold secrets
     */
    public record Jms(
            String factory,
            String url,
            @Nullable String user,
            @Nullable Secret password,
            Sources queues,
            String replyQueue,
            String deadLetterQueue,
            int concurrency,
            int redeliveries,
            long maxMessage,
            Map<String, Secret> properties) {
        public Jms {
            properties = Map.copyOf(properties);
        }
    }

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
     * @param fanOutTopic the Kafka topic of the replies to lines that are asked for through Kafka; null where this
     *                   gateway asks for them itself
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
            Duration patience,
            @Nullable String fanOutTopic) {}
}
