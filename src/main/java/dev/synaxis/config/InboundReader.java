package dev.synaxis.config;

import dev.synaxis.model.ProviderCapability;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code inbound}, with what {@code SYNAXIS_FILES} says of it. */
final class InboundReader {

    static final String FILES = "SYNAXIS_FILES";
    private static final String FAN_OUT_TOPIC = "synaxis.file-replies";
    static final String LOCAL_MODEL = "local/all-MiniLM-L6-v2";

    private static final long MOST_LINE = 256L << 20;
    private static final int MOST_JOBS = 64;
    private static final int MOST_IN_FLIGHT = 256;
    private static final int MOST_BATCH = 2048;

    private final Placeholders environment;
    private final Problems problems;
    private final Path workingDirectory;

    InboundReader(Placeholders environment, Problems problems, Path workingDirectory) {
        this.environment = environment;
        this.problems = problems;
        this.workingDirectory = workingDirectory;
    }

    InboundConfig read(Section root) {
        Section section = root.section("inbound");
        boolean listed = section.has("files");
        String named = environment.variable(FILES);
        Section folder = section.section("files");
        InboundConfig.Files files = listed || named != null ? files(folder, named) : null;
        QueuesReader queues = new QueuesReader();
        InboundConfig.Kafka kafka = section.has("kafka") ? queues.kafka(section.section("kafka")) : null;
        InboundConfig.Jms jms = section.has("jms") ? queues.jms(section.section("jms")) : null;
        InboundConfig.Replies replies = replies(section.section("replies"));
        section.end();
        if (files != null) {
            fanOut(folder, section.has("kafka"), files, kafka);
        }
        return new InboundConfig(files, kafka, jms, kafka == null && jms == null ? null : replies);
    }

    /** Checks that lines can go where they are to go. */
    private static void fanOut(
            Section section, boolean listed, InboundConfig.Files files, InboundConfig.@Nullable Kafka kafka) {
        String topic = files.fanOutTopic();
        if (topic == null) {
            return;
        }
        if (!listed) {
            section.problem("fan-out", "needs inbound.kafka");
        } else if (kafka != null) {
            if (kafka.topics().common() == null && !kafka.topics().byCapability().containsKey(ProviderCapability.EMBEDDING)) {
                section.problem("fan-out", "needs inbound.kafka.topics.embedding or inbound.kafka.topic");
            }
            if (kafka.topics().all().contains(topic) || topic.equals(kafka.deadLetterTopic())) {
                section.problem("fan-out-topic", "must be a topic that neither requests nor dead letters are written to");
            }
        }
    }

    private static @Nullable String fanOutTopic(Section section) {
        String topic = section.text("fan-out-topic");
        String to = section.has("fan-out") ? section.choice("fan-out", Map.of("kafka", "kafka")) : null;
        if (topic != null && !section.has("fan-out")) {
            section.problem("fan-out-topic", "is of no use without fan-out");
        }
        if (topic != null && !QueuesReader.TOPIC.matcher(topic).matches()) {
            section.problem("fan-out-topic", "is not the name of a topic");
            return null;
        }
        return to == null ? null : topic == null ? FAN_OUT_TOPIC : topic;
    }

    private InboundConfig.Replies replies(Section section) {
        String directory = section.text("directory");
        Path path = path(section.path("directory"), directory == null ? "synaxis-replies" : directory);
        Duration keep = section.duration("keep", Duration.ofHours(24));
        section.end();
        return new InboundConfig.Replies(path == null ? workingDirectory : path, keep);
    }

    private InboundConfig.@Nullable Files files(Section section, @Nullable String named) {
        Path directory = directory(section, named);
        Path outbox = path(section, "outbox", directory, "outbox");
        Path done = path(section, "done", directory, "done");
        String model = section.text("model");
        String column = section.text("column");
        String idColumn = section.text("id-column");
        char delimiter = delimiter(section);
        int jobs = section.whole("jobs", 1, MOST_JOBS, 2);
        int inFlight = section.whole("in-flight", 1, MOST_IN_FLIGHT, 4);
        int batch = section.whole("batch", 1, MOST_BATCH, 96);
        long maxLine = ServerReader.size(section, "max-line", MOST_LINE, 1L << 20);
        Duration poll = section.duration("poll", Duration.ofSeconds(1));
        Duration settle = section.pause("settle", Duration.ofSeconds(2));
        Duration progress = section.duration("progress", Duration.ofSeconds(5));
        Duration checkpoint = section.pause("checkpoint", Duration.ofSeconds(1));
        Duration patience = section.pause("patience", Duration.ofHours(24));
        String fanOutTopic = fanOutTopic(section);
        section.end();
        if (directory == null || outbox == null || done == null) {
            return null;
        }
        if (outbox.equals(directory) || done.equals(directory) || outbox.equals(done)) {
            section.problem("outbox", "directory, outbox and done must be three different folders");
        }
        return new InboundConfig.Files(directory, outbox, done,
                model == null ? LOCAL_MODEL : model,
                column == null ? "text" : column,
                idColumn == null ? "id" : idColumn,
                delimiter, jobs, inFlight, batch, (int) maxLine, poll, settle, progress, checkpoint, patience,
                fanOutTopic);
    }

    private @Nullable Path directory(Section section, @Nullable String named) {
        String text = section.text("directory");
        if (named != null) {
            return watched(FILES, named);
        }
        if (!section.has("directory")) {
            section.problem("directory", "is required");
        }
        return text == null ? null : watched(section.path("directory"), text);
    }

    /** A folder that a route can name: its address is a URI with properties in it. */
    private @Nullable Path watched(String field, String text) {
        Path path = path(field, text);
        if (path != null && (path.toString().contains("?") || path.toString().contains("{{"))) {
            problems.add(field, "must not hold '?' or '{{', the folders above it included");
            return null;
        }
        return path;
    }

    private @Nullable Path path(Section section, String field, @Nullable Path directory, String fallback) {
        String text = section.text(field);
        if (text != null) {
            return path(section.path(field), text);
        }
        return directory == null ? null : directory.resolve(fallback);
    }

    private @Nullable Path path(String field, String text) {
        try {
            Path path = workingDirectory.toAbsolutePath().resolve(text.strip()).normalize();
            if (Files.exists(path) && !Files.isDirectory(path)) {
                problems.add(field, "is not a folder");
                return null;
            }
            return path;
        } catch (InvalidPathException e) {
            problems.add(field, "is not a path");
            return null;
        }
    }

    private static char delimiter(Section section) {
        String text = section.has("delimiter") ? section.get("delimiter").optionalText() : ",";
        if (text == null) {
            return ',';
        }
        char c = text.length() == 1 ? text.charAt(0) : '"';
        if (c == '"' || c == '\n' || c == '\r' || c > '~' || c < ' ' && c != '\t') {
            section.problem("delimiter", "expected one ASCII character that is no quote, such as \",\", \";\" or \"\\t\"");
            return ',';
        }
        return c;
    }
}
