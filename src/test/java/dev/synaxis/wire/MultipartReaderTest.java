package dev.synaxis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {

    private record Part(Map<String, String> headers, String body) {}

    private static String part(String name, String body) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + body + "\r\n";
    }

    private static List<Part> read(InputStream in) throws IOException {
        MultipartReader reader = new MultipartReader(in, "b");
        List<Part> parts = new ArrayList<>();
        for (Map<String, String> headers = reader.next(); headers != null; headers = reader.next()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            reader.body(body);
            parts.add(new Part(headers, body.toString(StandardCharsets.ISO_8859_1)));
        }
        return parts;
    }

    private static List<Part> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Gives no more than a random few bytes at a time. */
    private static InputStream dripping(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(random.nextBoolean() ? 3 : 90_000)));
            }
        };
    }

    @Test
    void shouldReadTheSamePartsHoweverTheBodyArrives() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<String> bodies = new ArrayList<>();
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "preamble\r\n");
            for (int i = random.nextInt(5); i >= 0; i--) {
                // full of what a delimiter begins with
                byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 40 : 200_000)];
                for (int k = 0; k < bytes.length; k++) {
                    bytes[k] = (byte) "\r\n--xa\u00ff".charAt(random.nextInt(7));
                }
                bodies.add(new String(bytes, StandardCharsets.ISO_8859_1));
                text.append(part("p", bodies.getLast()));
            }
            byte[] whole = text.append("--b--\r\nepilogue").toString().getBytes(StandardCharsets.ISO_8859_1);

            List<Part> parts = read(dripping(whole, random));

            assertThat(parts.stream().map(Part::body).toList()).as("seed %d", seed).isEqualTo(bodies);
        }
    }

    @Test
    void shouldSkipABodyThatNobodyReads() throws IOException {
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(
                (part("one", "1") + part("two", "2") + "--b--").getBytes(StandardCharsets.US_ASCII)), "b");

        reader.next();
        Map<String, String> second = reader.next();

        assertThat(second).isEqualTo(Map.of("content-disposition", "form-data; name=\"two\""));
        assertThat(reader.next()).isNull();
        assertThat(reader.next()).isNull();
    }

    @Test
    void shouldReadNoPartWhenThereIsNone() throws IOException {
        assertThat(read("--b--\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--", "--b", "--b\r\n", "--b\r\nContent-Disp", "--b\r\nA: b\r\n\r\nbody", "--b\r\nA: b\r\n\r\nbody\r\n--b",
            "--b\r\nA: b\r\n\r\nbody\r\n--b-", "no boundary at all", "--B--\r\n"})
    void shouldSayThatTheBodyIsCutWhenItsClosingBoundaryIsMissing(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(EOFException.class)
                .hasMessage("the body ends before its closing boundary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bx\r\nA: b\r\n\r\n\r\n--b--", "--b\r\nno colon\r\n\r\n\r\n--b--", "--b\r\nA: b\nB: c\r\n\r\n\r\n--b--",
            "--b\r\n: b\r\n\r\n\r\n--b--"})
    void shouldRefuseWhatIsNotMultipart(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MultipartReader.MalformedException.class);
    }

    @Test
    void shouldRefuseHeadersWithoutEnd() {
        assertThatThrownBy(() -> read("--b\r\nA: " + "x".repeat(20_000) + "\r\n\r\n\r\n--b--"))
                .isInstanceOf(MultipartReader.MalformedException.class)
                .hasMessageContaining("longer than");
    }
}
