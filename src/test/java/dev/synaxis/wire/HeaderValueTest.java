package dev.synaxis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValueTest {

    @Test
    void shouldReadValueAndParameters() {
        HeaderValue value = HeaderValue.read("Multipart/Form-Data; boundary=abc ; charset=\"utf-8\"");

        assertThat(value).isEqualTo(new HeaderValue("multipart/form-data", Map.of("boundary", "abc", "charset", "utf-8")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "form-data; name=\"file\"; filename=\"a;b=c.mp3\" | a;b=c.mp3",
        "form-data; name=\"file\"; filename=\"a \\\"b\\\".mp3\" | a \"b\".mp3",
        "form-data; name=\"file\"; filename=a.mp3 | a.mp3",
        "form-data; filename=\"x.mp3\"; filename*=UTF-8''na%C3%AFve+.mp3 | na\u00efve+.mp3",
        "form-data; filename=\"x.mp3\"; filename*=UTF-8''%zz | x.mp3",
        "form-data; filename=\"../../etc/passwd\" | passwd",
        "form-data; filename=\"C:\\music\\a.mp3\" | a.mp3",
    })
    void shouldReadTheFileNameWithoutItsFolders(String header, String expected) {
        assertThat(HeaderValue.read(header).filename()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {"form-data", "form-data;", "form-data; name", "form-data; name=\"x", ";=;="})
    void shouldNotFailOnHalfAHeader(String header) {
        assertThat(HeaderValue.read(header).filename()).isNull();
    }
}
