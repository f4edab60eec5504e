package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.KafkaBroker;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.ScriptedVendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of one file that all gateways of a Kafka group work on. Each gateway has a vendor of its own, to be counted by. */
class FileFanOutTest {

    private static final int LINES = 400;
    private static final int BATCH = 5;
    private static final int CONCURRENCY = 4;
    private static final int KILLS = 3;

    @TempDir
    private static Path home;

    private static KafkaBroker kafka;
    private static RedisProcess redis;
    private static ScriptedVendor ownersVendor;
    private static ScriptedVendor helpersVendor;
    /** Works on what others fan out, and has a folder whose replies have little room. */
    private static GatewayFixture helper;
    private static JobScene narrow;

    private int ownersBefore;
    private int helpersBefore;

    @BeforeAll
    static void start() {
        kafka = KafkaBroker.started();
        kafka.topics(4, "lines");
        kafka.topics(1, "dead", "replies");
        // "gathered" is made by the gateways
        kafka.topics(Map.of("max.message.bytes", "3000"), 1, "narrow");
        redis = RedisProcess.started();
        ownersVendor = ScriptedVendor.start();
        helpersVendor = ScriptedVendor.start();
        narrow = new JobScene(home.resolve("narrow"));
        helper = GatewayFixture.start(yaml(narrow, helpersVendor, "helper", "batch: 200, fan-out-topic: narrow"));
    }

    @AfterAll
    static void stop() {
        helper.close();
        kafka.close();
        redis.close();
        ownersVendor.close();
        helpersVendor.close();
    }

    @BeforeEach
    void answers() {
        for (ScriptedVendor vendor : List.of(ownersVendor, helpersVendor)) {
            vendor.on(JobScene.EMBEDDINGS)
                    .answer(request -> JobScene.vectors(request).delayHeaders(Duration.ofMillis(50)));
        }
    }

    private static String yaml(JobScene scene, ScriptedVendor vendor, String name, String files) {
        return scene.yaml(vendor, "fan-out: kafka, checkpoint: 100ms, in-flight: 12, " + files) + """
                  kafka:
                    brokers: "%1$s"
                    topics: { embedding: lines }
                    reply-topic: replies
                    dead-letter-topic: dead
                    instance: %2$s
                    concurrency: %3$d
                    properties: { session.timeout.ms: 6000, heartbeat.interval.ms: 500, transaction.timeout.ms: 5000 }
                redis: { url: "%4$s" }
                """.formatted(kafka.brokers(), name, CONCURRENCY, redis.url());
    }

    private static String owner(JobScene scene) {
        return yaml(scene, ownersVendor, "owner", "fan-out-topic: gathered, batch: " + BATCH);
    }

    /** Asks through Kafka until both gateways have had a question. */
    private void bothWork() {
        int owners = ownersVendor.requests().size();
        within(Duration.ofSeconds(90), "both gateways work", () -> {
            for (int i = 0; i < 8; i++) {
                kafka.send("lines", null, "{\"model\":\"m\",\"input\":[\"warm 0\"]}");
            }
            return ownersVendor.requests().size() > owners && helpersVendor.requests().size() > helpersBefore;
        });
    }

    private void count() {
        ownersBefore = ownersVendor.requests().size();
        helpersBefore = helpersVendor.requests().size();
    }

    private List<RecordedRequest> asked() {
        return Stream.concat(
                        ownersVendor.requests().stream().skip(ownersBefore),
                        helpersVendor.requests().stream().skip(helpersBefore))
                .filter(request -> !JobScene.texts(request).getFirst().startsWith("warm"))
                .toList();
    }

    private List<String> askedTexts() {
        return asked().stream().flatMap(request -> JobScene.texts(request).stream()).toList();
    }

    private static void complete(JobScene scene, int lines) {
        assertThat(scene.numbers("a.txt")).isEqualTo(JobScene.upTo(lines));
        assertThat(scene.output("a.txt")).extracting(line -> line.path("line").intValue())
                .isEqualTo(JobScene.upTo(lines));
        assertThat(scene.errors("a.txt")).isEmpty();
    }

    @Test
    void shouldShareTheLinesOfOneFileAmongTheGatewaysOfTheGroup() {
        JobScene scene = new JobScene(home.resolve("shared"));
        count();
        try (GatewayFixture owner = GatewayFixture.start(owner(scene))) {
            assertThat(owner.get("/health/ready").statusCode()).isEqualTo(200);
            bothWork();
            count();
            scene.drop("a.txt", JobScene.lines(LINES));

            JsonNode manifest = scene.ended("a.txt", Duration.ofSeconds(90));

            complete(scene, LINES);
            assertThat(askedTexts()).hasSize(LINES).doesNotHaveDuplicates();
            assertThat(ownersVendor.requests()).hasSizeGreaterThan(ownersBefore + 5);
            assertThat(helpersVendor.requests()).hasSizeGreaterThan(helpersBefore + 5);
            assertThat(manifest.path("input-tokens").intValue()).isEqualTo(LINES);
            assertThat(manifest.path("cost-usd").doubleValue()).isZero();
            assertThat(manifest.at("/providers/0/provider").textValue()).isEqualTo("house");
            assertThat(manifest.at("/providers/0/model").textValue()).isEqualTo("m");
            assertThat(manifest.at("/providers/0/calls").intValue()).isEqualTo(LINES / BATCH);
        }
    }

    @Test
    void shouldGoOnWithoutAskingAgainHoweverOftenTheGatewayOfTheFileIsKilled() throws Exception {
        JobScene scene = new JobScene(home.resolve("killed"));
        Path own = Files.createDirectory(home.resolve("owner"));
        Files.writeString(own.resolve("synaxis.yaml"), owner(scene));
        count();
        for (int kill = 1; kill <= KILLS; kill++) {
            GatewayProcess owner =
                    GatewayProcess.start(own, Map.of(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
            try {
                owner.port();
                if (kill == 1) {
                    bothWork();
                    count();
                    scene.drop("a.txt", JobScene.lines(LINES));
                }
                int enough = LINES / BATCH * kill / (KILLS + 1);
                within(Duration.ofSeconds(90), "a part is done", () -> asked().size() >= enough);
            } finally {
                owner.close();
            }
            owner.exit(Duration.ofMinutes(1));
            assertThat(scene.results("a.txt")).doesNotExist();
        }

        try (GatewayFixture successor = GatewayFixture.start(owner(scene))) {
            scene.ended("a.txt", Duration.ofSeconds(90));
            assertThat(successor.get("/admin/jobs/a.txt").body()).contains("finished");
        }

        complete(scene, LINES);
        List<String> texts = askedTexts();
        assertThat(texts).containsAll(scene.output("a.txt").stream().map(line -> "line " + line.get("line")).toList());
        // only what was on its way to the vendor of the gateway that was killed
        assertThat(texts.size() - LINES).isLessThanOrEqualTo(KILLS * CONCURRENCY * BATCH);
    }

    @Test
    void shouldTakeABatchApartWhenItsReplyIsTooLargeForTheTopic() {
        count();

        narrow.drop("a.txt", JobScene.lines(200));

        narrow.ended("a.txt", Duration.ofSeconds(90));
        complete(narrow, 200);
        assertThat(asked()).hasSizeGreaterThan(3);
    }
}
