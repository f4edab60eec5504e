package dev.synaxis.inbound.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one job. */
record Job(String id, Path path) {

    /** The folder that holds nothing but the dropped file. */
    Path inputs() {
        return path.resolve("input");
    }

    /** The dropped file; null where it has gone to the done ones. */
    @Nullable Path input() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inputs())) {
            for (Path file : files) {
                return file;
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        }
        return null;
    }

    Path settings() {
        return path.resolve("job.json");
    }

    Path checkpoint() {
        return path.resolve("checkpoint.json");
    }

    Path output() {
        return path.resolve("output.jsonl");
    }

    Path errors() {
        return path.resolve("errors.jsonl");
    }

    Path manifest() {
        return path.resolve("manifest.json");
    }

    Path progress() {
        return path.resolve("progress.json");
    }

    Path paused() {
        return path.resolve("paused");
    }

    Path cancelled() {
        return path.resolve("cancelled");
    }

    /** What is of no use once the results are complete. */
    List<Path> scaffolding() {
        return List.of(settings(), checkpoint(), progress(), paused(), cancelled());
    }
}
