package dev.synaxis.inbound.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.model.ProviderCapability;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemReaderTest {

    private static RawRecord raw(String text) {
        return new RawRecord(7, text.getBytes(StandardCharsets.UTF_8), 0, 8, null);
    }

    private static Item json(String line) {
        return new JsonItems().item(raw(line));
    }

    private static JobSettings settings(char delimiter) {
        return new JobSettings("a.csv", "m", "text", "id", delimiter, 100, Instant.EPOCH);
    }

    @Test
    void shouldReadTextsWithTheirIds() {
        assertThat(json("{\"id\":\"a\",\"text\":\"Hi\"}")).hasToString("Text[line=7, id=\"a\", text=Hi]");
        assertThat(json("{\"id\":12,\"text\":\"Hi\",\"more\":[]}")).hasToString("Text[line=7, id=12, text=Hi]");
        assertThat(json("{\"text\":\"Hi\"}")).hasToString("Text[line=7, id=null, text=Hi]");
        assertThat(json("  ")).isEqualTo(new Item.Blank(7));
    }

    @Test
    void shouldReadLinesOfABatchForOpenAi() {
        Item item = json("{\"custom_id\":\"r1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
                + "\"body\":{\"model\":\"m\",\"unknown\":[1.50,9007199254740993]}}");

        assertThat(item).isInstanceOfSatisfying(Item.Request.class, request -> {
            assertThat(request.customId()).isEqualTo("r1");
            assertThat(request.capability()).isEqualTo(ProviderCapability.CHAT);
            assertThat(new String(request.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"model\":\"m\",\"unknown\":[1.5,9007199254740993]}");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
        "[1]|not a JSON object",
        "{\"text\":\"a\"} x|not a JSON object",
        "{\"id\":1}|has neither 'text' nor 'custom_id', 'method', 'url' and 'body'",
        "{\"text\":5}|'text' is no text",
        "{\"text\":\" \"}|'text' is empty",
        "{\"id\":{},\"text\":\"a\"}|'id' is no text and no number",
        "{\"url\":\"/v1/chat/completions\",\"body\":{}}|'custom_id' is missing",
        "{\"custom_id\":\"a\",\"method\":\"GET\",\"url\":\"/v1/chat/completions\",\"body\":{}}|'method' must be POST",
        "{\"custom_id\":\"a\",\"url\":\"/v1/chat/completions\"}|'body' is not a JSON object",
        "{\"custom_id\":\"a\",\"url\":\"/v1/chat/completions\",\"body\":{\"stream\":true}}"
                + "|'body.stream' is not possible in a batch: leave it out",
    })
    void shouldSayWhatIsWrongWithALine(String line, String reason) {
        assertThat(json(line)).isInstanceOfSatisfying(Item.Bad.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
    }

    @Test
    void shouldRefuseAnAddressThatIsNoCapability() {
        assertThat(json("{\"custom_id\":\"a\",\"url\":\"/v1/files\",\"body\":{}}")).isInstanceOfSatisfying(
                Item.Bad.class, bad -> assertThat(bad.reason()).contains("/v1/embeddings").contains("'url'"));
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        RawRecord record = new RawRecord(1, new byte[] {'a', (byte) 0xFF}, 2, 2, null);

        assertThat(new JsonItems().item(record)).isEqualTo(new Item.Bad(1, null, null, "not UTF-8"));
    }

    @Test
    void shouldFindColumnsByName() throws JobFailure {
        CsvItems items = new CsvItems(raw("\"id\"; \"other\" ;text"), settings(';'));

        assertThat(items.item(raw("1;x;\"a; \"\"b\"\"\nc\"")))
                .hasToString("Text[line=7, id=\"1\", text=a; \"b\"\nc]");
        assertThat(items.item(raw("1;x"))).isInstanceOfSatisfying(
                Item.Bad.class, bad -> assertThat(bad.reason()).isEqualTo("has 2 fields, the header has 3"));
        assertThat(items.item(raw("1;x;"))).isInstanceOfSatisfying(
                Item.Bad.class, bad -> assertThat(bad.reason()).isEqualTo("the field 'text' is empty"));
    }

    @Test
    void shouldNameTheColumnsThereAreWhenTheOneIsMissing() {
        assertThatThrownBy(() -> new CsvItems(raw("id,body"), settings(',')))
                .isInstanceOf(JobFailure.class)
                .hasMessage("the header has no column 'text'; it has id, body");
    }
}
