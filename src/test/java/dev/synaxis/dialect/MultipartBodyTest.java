package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.model.Upload;
import dev.synaxis.wire.HeaderValue;
import dev.synaxis.wire.MultipartReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {

    private record InMemory(String filename, @Nullable String contentType, byte[] bytes) implements Upload {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private static byte[] written(WireBody body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        assertThat((long) out.size()).isEqualTo(body.length());
        return out.toByteArray();
    }

    @Test
    void shouldBeReadBackAsItWasWrittenAsOftenAsItIsWritten() throws IOException {
        byte[] audio = "RIFF\r\n--b\r\n".getBytes(StandardCharsets.US_ASCII);
        MultipartBody made = new MultipartBody()
                .field("model", "whisper-1")
                .file("file", new InMemory("a \"b\".wav", "audio/wav", audio))
                .field("empty", "");
        WireBody body = made.build();

        for (int time = 0; time < 2; time++) {
            String boundary = HeaderValue.read(made.headers().get("content-type")).parameter("boundary");
            MultipartReader reader = new MultipartReader(new ByteArrayInputStream(written(body)), boundary);
            ByteArrayOutputStream[] bodies = {new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()};
            assertThat(reader.next()).isEqualTo(Map.of("content-disposition", "form-data; name=\"model\""));
            reader.body(bodies[0]);
            assertThat(reader.next()).isEqualTo(Map.of(
                    "content-disposition", "form-data; name=\"file\"; filename=\"a %22b%22.wav\"", "content-type", "audio/wav"));
            reader.body(bodies[1]);
            assertThat(reader.next()).isEqualTo(Map.of("content-disposition", "form-data; name=\"empty\""));
            reader.body(bodies[2]);
            assertThat(reader.next()).isNull();
            assertThat(bodies[0]).hasToString("whisper-1");
            assertThat(bodies[1].toByteArray()).isEqualTo(audio);
            assertThat(bodies[2]).hasToString("");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 48 * 1024, 100_001})
    void shouldWriteBase64OfKnownLength(int size) throws IOException {
        byte[] bytes = new byte[size];
        WireBody body = new WireBody.Streamed(List.of(new WireBody.InBase64(new InMemory("", null, bytes))));

        assertThat(written(body)).isEqualTo(Base64.getEncoder().encode(bytes));
    }
}
