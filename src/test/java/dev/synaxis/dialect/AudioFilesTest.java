package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synaxis.model.Upload;
import dev.synaxis.testkit.FormBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFilesTest {

    private record File(String filename, @Nullable String contentType, byte[] bytes) implements Upload {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private static AudioFiles.@Nullable Audio of(String name, @Nullable String type, byte[] bytes) {
        return AudioFiles.of(new File(name, type, bytes));
    }

    private static byte[] starting(int size, int... first) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return bytes;
    }

    @Test
    void shouldKnowTheLengthOfAWavFile() {
        assertThat(of("x", null, FormBody.wav(2.5))).isEqualTo(new AudioFiles.Audio("audio/wav", 2.5));
    }

    @Test
    void shouldKnowTheLengthOfAnMp3FileByItsBitRate() {
        // MPEG 1 layer III, 128 kbit/s, 44.1 kHz
        AudioFiles.Audio mp3 = of("x.mp3", null, starting(160_000, 0xFF, 0xFB, 0x90, 0x00));

        assertThat(mp3.type()).isEqualTo("audio/mpeg");
        assertThat(mp3.seconds()).isCloseTo(10, within(0.01));
    }

    @Test
    void shouldKnowTheLengthOfAnMp3FileByItsFrames() {
        byte[] bytes = starting(9000, 0xFF, 0xFB, 0x90, 0x00);
        byte[] xing = {'X', 'i', 'n', 'g', 0, 0, 0, 1, 0, 0, 0x03, (byte) 0xE8};
        System.arraycopy(xing, 0, bytes, 36, xing.length);

        assertThat(of("x.mp3", null, bytes).seconds()).isCloseTo(1000 * 1152 / 44_100.0, within(0.01));
    }

    @Test
    void shouldKnowTheLengthOfAFlacFile() {
        byte[] bytes = starting(5000, 'f', 'L', 'a', 'C', 0, 0, 0, 34);
        // 16 kHz, 48,000 samples
        bytes[18] = 0x03;
        bytes[19] = (byte) 0xE8;
        bytes[20] = 0x00;
        bytes[24] = (byte) 0xBB;
        bytes[25] = (byte) 0x80;

        assertThat(of("x", null, bytes)).isEqualTo(new AudioFiles.Audio("audio/flac", 3));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "speech.MP3,  -,                        audio/mpeg",
        "speech.m4a,  application/octet-stream, audio/mp4",
        "speech,      audio/x-m4a; a=b,         audio/x-m4a",
        "speech,      video/mp4,                video/mp4",
        "speech.ogg,  text/plain,               audio/ogg",
        "speech.txt,  text/plain,               -",
        "speech,      -,                        -",
        "'',          image/png,                -",
    })
    void shouldGoByNameOrDeclaredType(String name, @Nullable String declared, @Nullable String expected) {
        AudioFiles.Audio audio = of(name, declared, new byte[16_000]);

        assertThat(audio == null ? null : audio.type()).isEqualTo(expected);
        assertThat(audio == null ? 1 : audio.seconds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"OggS, audio/ogg", "fLaC, audio/flac", "ID3x, audio/mpeg"})
    void shouldGoByTheFirstBytesBeforeAnythingElse(String start, String expected) {
        byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.US_ASCII), 100);

        assertThat(of("notes.txt", "text/plain", bytes).type()).isEqualTo(expected);
    }

    private static byte[] join(Object... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object piece : pieces) {
            out.writeBytes(piece instanceof byte[] bytes ? bytes : piece.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static byte[] page(int stream, long position, byte[] packet) {
        ByteBuffer page = ByteBuffer.allocate(28 + packet.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) 0).putLong(position).putInt(stream)
                .putInt(0).putInt(0).put((byte) 1).put((byte) packet.length).put(packet);
        return page.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 400_000})
    void shouldKnowTheLengthOfAnOpusFileByItsLastPage(int between) {
        byte[] head = join("OpusHead", new byte[] {1, 1, 56, 1, -128, -69, 0, 0, 0, 0, 0});
        byte[] file = join(
                page(7, 0, head), new byte[between], page(7, 3 * 48_000 + 312, new byte[20]), page(7, -1, new byte[9]),
                page(8, 9_000_000, new byte[9]));

        assertThat(of("x", null, file)).isEqualTo(new AudioFiles.Audio("audio/ogg", 3));
    }

    @ParameterizedTest
    @CsvSource({"vorbis, 12", "FLAC, 27", "Speex, 36"})
    void shouldKnowTheLengthOfOtherOggFilesByTheirRate(String codec, int rateAt) {
        ByteBuffer packet = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
        packet.put(switch (codec) {
            case "vorbis" -> join("\1vorbis");
            case "FLAC" -> join("\177FLAC");
            default -> join("Speex   ");
        });
        packet.putInt(rateAt, codec.equals("FLAC") ? Integer.reverseBytes(16_000 << 12) : 16_000);

        assertThat(of("x", null, join(page(1, 0, packet.array()), page(1, 40_000, new byte[5]))).seconds()).isEqualTo(2.5);
    }

    private static byte[] box(String type, Object... content) {
        byte[] inside = join(content);
        return join(ByteBuffer.allocate(4).putInt(8 + inside.length).array(), type, inside);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.array();
    }

    static Stream<byte[]> mp4Files() {
        byte[] ftyp = box("ftyp", "M4A ", new byte[8]);
        byte[] movie = box("moov", box("mvhd", ints(0, 1, 1, 1000, 2500), new byte[80]), box("trak", new byte[40]));
        byte[] wide = box("moov", box("mvhd", ints(0x0100_0000, 0, 1, 0, 1, 1000, 0, 2500), new byte[80]));
        byte[] fragmented = box("moov", box("mvhd", ints(0, 1, 1, 1000, 0), new byte[80]), box("mvex", box("mehd", ints(0, 2500))));
        byte[] large = join(ints(1), "mdat", ints(0, 16 + 300_000), new byte[300_000]);
        return Stream.of(
                join(ftyp, movie, box("mdat", new byte[50_000])),
                join(ftyp, box("mdat", new byte[300_000]), movie),
                join(ftyp, large, movie),
                join(ftyp, wide),
                join(ftyp, fragmented, box("moof", new byte[30])));
    }

    @ParameterizedTest
    @MethodSource("mp4Files")
    void shouldKnowTheLengthOfAnMp4FileWhereverItsHeaderIs(byte[] file) {
        assertThat(of("x", null, file)).isEqualTo(new AudioFiles.Audio("audio/mp4", 2.5));
    }

    private static byte[] webm(Object... info) {
        return join(bytes("1A45DFA3 84 42868101"), bytes("18538067 01FFFFFFFFFFFFFF"), bytes("114D9B74 82 0000"),
                bytes("1549A966"), new byte[] {(byte) (0x80 | join(info).length)}, join(info), bytes("1F43B675 01FFFFFFFFFFFFFF"),
                new byte[16_000]);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void shouldKnowTheLengthOfAWebmFileWhereItSaysSo() {
        byte[] single = ByteBuffer.allocate(4).putFloat(4250).array();
        byte[] inHalves = ByteBuffer.allocate(8).putDouble(8500).array();

        assertThat(of("x", null, webm(bytes("4489 84"), single))).isEqualTo(new AudioFiles.Audio("audio/webm", 4.25));
        assertThat(of("x", null, webm(bytes("2AD7B1 83 07A120"), bytes("4489 88"), inHalves)).seconds()).isEqualTo(4.25);
        assertThat(of("x", null, webm(bytes("2AD7B1 83 0F4240"))).seconds()).isCloseTo(1, within(0.01));
    }

    @Test
    void shouldNotFailOnAnyFewBytes() {
        for (int length = 1; length < 64; length++) {
            for (String start : new String[] {"RIFF0000WAVEfmt ", "fLaC", "ID3\3\0\0\177\177\177\177", "\377\373\220",
                "OggS", "\0\0\0\20ftypM4A \0\0\0\0\0\0\0\154moov\0\0\0\154mvhd", "\32\105\337\243\204\0\0\0\0\30\123\200\147\1"}) {
                byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), length);
                assertThat(of("x.mp3", null, bytes).seconds()).isGreaterThanOrEqualTo(0);
            }
        }
    }
}
