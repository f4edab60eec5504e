package dev.synaxis.inbound.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.InboundConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFolderTest {

    @TempDir
    Path home;

    private InboundConfig.Files config() {
        Path directory = home.resolve("in");
        return new InboundConfig.Files(
                directory, directory.resolve("outbox"), directory.resolve("done"), "m", "text", "id", ',', 1, 1, 1, 100,
                Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1), null);
    }

    @Test
    void shouldNameAJobByItsFileHoweverManyGatewaysReachForItAtOnce() throws Exception {
        int gateways = 3;
        JobFolder.open(config());
        try (var threads = Executors.newFixedThreadPool(gateways)) {
            for (int round = 0; round < 60; round++) {
                String name = "f" + round + ".txt";
                Path file = Files.writeString(home.resolve("in").resolve(name), "line 1\n");
                CyclicBarrier together = new CyclicBarrier(gateways);
                Callable<List<String>> reach = () -> {
                    JobFolder folder = JobFolder.open(config());
                    try (JobLocks locks = folder.locks()) {
                        together.await();
                        return claimed(folder, locks, file);
                    }
                };
                List<String> ids = new ArrayList<>();
                for (Future<List<String>> one : threads.invokeAll(List.of(reach, reach, reach))) {
                    ids.addAll(one.get());
                }
                assertThat(ids).as("jobs that %s has become", name).containsExactly(name);
            }
        }
    }

    /** Reaches for the file until it is gone, as a gateway does from look to look. */
    private static List<String> claimed(JobFolder folder, JobLocks locks, Path file) throws IOException {
        while (Files.exists(file)) {
            JobFolder.Claimed claimed = folder.claim(file, locks, Instant.EPOCH);
            if (claimed != null) {
                return List.of(claimed.job().id());
            }
        }
        return List.of();
    }

    @Test
    void shouldCountFilesThatWaitAndNoneThatNobodyWillTake() throws IOException {
        JobFolder folder = JobFolder.open(config());
        Path directory = home.resolve("in");
        Files.writeString(directory.resolve("a.txt"), "line 1\n");
        Files.createFile(directory.resolve("empty.txt"));
        Files.writeString(directory.resolve("a.tmp"), "line 1\n");
        Files.createSymbolicLink(directory.resolve("link.txt"), directory.resolve("a.txt"));

        assertThat(folder.waiting()).isEqualTo(1);
    }
}
