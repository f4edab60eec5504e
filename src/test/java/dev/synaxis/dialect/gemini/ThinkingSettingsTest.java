package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.wire.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkingSettingsTest {

    private final Warnings warnings = new Warnings();

    @ParameterizedTest
    @ValueSource(strings = {"gemini-99999999999", "gemini-3.99999999999-pro", "gemini-2.5000000000000"})
    void shouldTakeAnyNumberThatAClientPutsIntoAName(String model) {
        assertThat(GeminiModel.of(model, null).major()).isBetween(0, 9999);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, none, 0, false",
        "gemini-2.5-flash, minimal, 1024, false",
        "gemini-2.5-flash, low, 1024, false",
        "gemini-2.5-flash, medium, 8192, false",
        "gemini-2.5-flash, high, 24576, false",
        "gemini-2.5-pro, none, 128, true",
        "gemini-2.5-pro, xhigh, 32768, false",
        "gemini-2.5-flash-lite-preview-09-2025, xhigh, 24576, false"
    })
    void shouldSendABudgetForEachEffortOf25(String model, String effort, int budget, boolean warned) {
        ObjectNode config = config(model, chat("Hi").reasoningEffort(effort).build().options());

        assertThat(config.path("thinkingBudget").intValue()).isEqualTo(budget);
        assertThat(config.path("includeThoughts").asBoolean()).isEqualTo(!effort.equals("none"));
        assertThat(!warnings.list().isEmpty()).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3-pro-preview, low, low, false",
        "gemini-3-pro-preview, medium, high, true",
        "gemini-3.1-pro-preview, medium, medium, false",
        "gemini-3.1-pro-preview, minimal, low, true",
        "models/gemini-3-flash-preview, minimal, minimal, false",
        "gemini-3.8-flash, minimal, low, true",
        "gemini-3.1-flash-lite, none, minimal, true",
        "gemini-flash-latest, none, low, true",
        "gemini-4-ultra, medium, medium, false",
        "gemini-3.6-flash, xhigh, high, true"
    })
    void shouldSendALevelForEachEffortOf3(String model, String effort, String level, boolean warned) {
        ObjectNode config = config(model, chat("Hi").reasoningEffort(effort).build().options());

        assertThat(config.path("thinkingLevel").textValue()).isEqualTo(level);
        assertThat(config.has("thinkingBudget")).isFalse();
        assertThat(!warnings.list().isEmpty()).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, -1, '{\"thinkingBudget\": -1, \"includeThoughts\": true}', false",
        "gemini-2.5-flash-lite, 100, '{\"thinkingBudget\": 512, \"includeThoughts\": true}', true",
        "gemini-2.5-pro, 99999, '{\"thinkingBudget\": 32768, \"includeThoughts\": true}', true",
        "gemini-2.5-pro, 0, '{\"thinkingBudget\": 128}', true",
        "gemini-3.6-flash, -1, '{\"includeThoughts\": true}', false",
        "gemini-3.6-flash, 4000, '{\"thinkingLevel\": \"medium\", \"includeThoughts\": true}', true",
        "gemini-3.6-flash, 0, '{\"thinkingLevel\": \"minimal\"}', true"
    })
    void shouldKeepABudgetInTheRangeOfTheModel(String model, int budget, String sent, boolean warned) {
        ObjectNode config = config(model, chat("Hi").reasoningBudget(budget).build().options());

        assertThat(config).isEqualTo(Json.parseOrNull(sent));
        assertThat(!warnings.list().isEmpty()).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.0-flash", "gemini-1.5-pro", "gemini-2.5-flash-image", "gemma-3-27b-it"})
    void shouldWarnWhenTheModelDoesNotThink(String model) {
        ChatOptions options = chat("Hi").reasoningEffort("high").build().options();

        assertThat(ThinkingSettings.of(options, GeminiModel.of(model, null), warnings)).isNull();
        assertThat(warnings.list()).hasSize(1);
    }

    @Test
    void shouldBelieveTheCatalogueWhenTheNameSaysNothing() {
        ModelTraits traits = new ModelTraits(null, null, Set.of(ModelTraits.Ability.REASONING));

        assertThat(GeminiModel.of("house-model", traits).thinking()).isInstanceOf(GeminiModel.Thinking.Levels.class);
    }

    private ObjectNode config(String model, ChatOptions options) {
        ObjectNode config = ThinkingSettings.of(options, GeminiModel.of(model, null), warnings);
        assertThat(config).isNotNull();
        return config;
    }
}
