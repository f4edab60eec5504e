package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ScriptedVendor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with names and contents that people have and nobody plans for. */
class FilesOddTest {

    @TempDir
    private static Path home;

    private static final ScriptedVendor VENDOR = ScriptedVendor.start();
    private static JobScene scene;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        VENDOR.on(JobScene.EMBEDDINGS).answer(JobScene::vectors);
        // what a URI, a property and a pattern would each take for something of their own
        scene = new JobScene(home.resolve("Ein Gang & 50%, +b=c #1 (ä)"));
        gateway = GatewayFixture.start(scene.yaml(VENDOR, "batch: 10"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        VENDOR.close();
    }

    @Test
    void shouldNameAJobByItsFileWhateverThatIsCalled() {
        scene.drop("Größe & Maß (1).txt", "line 1\n");

        JsonNode manifest = scene.ended("Gr__e___Ma___1_.txt");

        assertThat(manifest.path("file").textValue()).isEqualTo("Größe & Maß (1).txt");
        assertThat(gateway.get("/admin/jobs/Gr__e___Ma___1_.txt").body()).contains("finished");
        scene.drop("Grüße & Maß (1).txt", "line 2\n");
        assertThat(scene.ended("Gr__e___Ma___1_.txt-2").path("file").textValue()).isEqualTo("Grüße & Maß (1).txt");
        assertThat(scene.numbers("Gr__e___Ma___1_.txt-2")).containsExactly(2);
    }

    @Test
    void shouldReadAPackedTableWithAMarkInFrontAndEndsOfLinesInItsFields() {
        scene.drop("table.CSV.gz", JobScene.gzip("\uFEFF\"id\",\"text\"\r\na,\"line\r\n\"\"1\"\"\"\r\n\r\nb,line 2"));

        assertThat(scene.ended("table.CSV.gz").path("done").intValue()).isEqualTo(2);
        assertThat(scene.output("table.CSV.gz")).extracting(line -> line.path("id").textValue()).containsExactly("a", "b");
        assertThat(scene.output("table.CSV.gz")).extracting(line -> line.path("line").intValue()).containsExactly(2, 5);
        assertThat(VENDOR.requests()).anyMatch(request -> JobScene.texts(request).contains("line\r\n\"1\""));
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatIsNoText() {
        scene.drop("wide.txt", "line 1\nline 2\n".getBytes(StandardCharsets.UTF_16));
        scene.drop("wide.csv", "id,text\n".getBytes(StandardCharsets.UTF_16));
        scene.drop("picture.txt", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', '\n', 0, 0, 0, 13, 'I', '\n', '7', '\n'});
        scene.drop("semicolons.csv", "id;text\n1;line 1\n");
        scene.drop("unpacked.txt.gz", "line 1\n");

        for (String wide : new String[] {"wide.txt", "wide.csv"}) {
            assertThat(scene.ended(wide).path("state").textValue()).isEqualTo("failed");
            assertThat(scene.ended(wide).path("reason").textValue()).isEqualTo("the file is UTF-16; only UTF-8 is read");
            assertThat(scene.output(wide)).isEmpty();
        }
        assertThat(scene.ended("picture.txt").path("done").intValue()).isEqualTo(1);
        assertThat(scene.errors("picture.txt")).extracting(JsonNode::toString).containsExactly(
                "{\"line\":1,\"reason\":\"not UTF-8\"}", "{\"line\":3,\"reason\":\"holds a zero byte, which no text does\"}");
        assertThat(scene.ended("semicolons.csv").path("reason").textValue()).isEqualTo(
                "the header has no column 'text'; it has id;text (columns are taken to be parted by ',')");
        assertThat(scene.ended("unpacked.txt.gz").path("reason").textValue())
                .isEqualTo("the gzip data is damaged or ends early");
    }

    @Test
    void shouldEndAJobThatHoldsNothingButItsPacking() {
        scene.drop("nothing.jsonl.gz", JobScene.gzip(""));

        JsonNode manifest = scene.ended("nothing.jsonl.gz");

        assertThat(manifest.path("state").textValue()).isEqualTo("finished");
        assertThat(manifest.path("lines").intValue()).isZero();
        assertThat(scene.output("nothing.jsonl.gz")).isEmpty();
        assertThat(scene.errors("nothing.jsonl.gz")).isEmpty();
    }

    @Test
    void shouldSayWhyAFileIsLeftAloneWhenItsNameCannotBeRead() throws Exception {
        JobScene inbox = new JobScene(home.resolve("ascii"));
        Files.writeString(home.resolve("synaxis.yaml"), """
                providers: [{ id: mock }]
                inbound: { files: { directory: ascii, model: mock, settle: 50ms, poll: 50ms } }
                """);
        inbox.drop("Größe.txt", "line 1\n");
        try (GatewayProcess process =
                GatewayProcess.start(home, Map.of("LC_ALL", "C"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")) {
            process.port();

            eventually("the log says it", () -> process.output().contains("start the gateway with LC_ALL=C.UTF-8"));
            assertThat(inbox.directory.resolve("Größe.txt")).exists();
        }
    }
}
