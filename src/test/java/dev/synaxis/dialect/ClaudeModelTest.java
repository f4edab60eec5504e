package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {

    @ParameterizedTest
    @CsvSource({
        "claude-2.1, '', 21",
        "claude-instant-1.2, '', 10",
        "claude-3-haiku-20240307, haiku, 30",
        "claude-3-5-sonnet-20241022, sonnet, 35",
        "claude-3-7-sonnet-latest, sonnet, 37",
        "claude-sonnet-4-20250514, sonnet, 40",
        "claude-opus-4@20250514, opus, 40",
        "claude-opus-4-1-20250805, opus, 41",
        "claude-haiku-4-5-20251001, haiku, 45",
        "anthropic/claude-sonnet-4.6, sonnet, 46",
        "claude-opus-4-7, opus, 47",
        "claude-opus-5, opus, 50",
        "claude-opus-5-20260724, opus, 50",
        "claude-sonnet-5-5, sonnet, 55",
        "claude-fable-5-1, fable, 51",
        "claude-mythos-preview, mythos, 50",
        "claude-future-9, '', 50",
        "MiniMax-M2, '', 0",
        "glm-4.6, '', 0",
    })
    void shouldReadFamilyAndVersionFromTheName(String name, String family, int version) {
        assertThat(ClaudeModel.of(name)).isEqualTo(new ClaudeModel(family, version));
    }

    @Test
    void shouldKnowWhatEachGenerationTakes() {
        assertThat(ClaudeModel.of("claude-3-5-haiku-20241022").thinks()).isFalse();
        assertThat(ClaudeModel.of("claude-3-7-sonnet-20250219").thinks()).isTrue();
        assertThat(ClaudeModel.of("claude-sonnet-4-20250514").takesSchema()).isFalse();
        assertThat(ClaudeModel.of("claude-opus-4-1").takesSchema()).isTrue();
        assertThat(ClaudeModel.of("claude-sonnet-4-5").thinksAdaptively()).isFalse();
        assertThat(ClaudeModel.of("claude-opus-4-6").refusesBudget()).isFalse();
        assertThat(ClaudeModel.of("claude-opus-4-7").refusesBudget()).isTrue();
        assertThat(ClaudeModel.of("claude-opus-5").takesForcedTools()).isTrue();
        assertThat(ClaudeModel.of("claude-opus-5-5").takesForcedTools()).isFalse();
        assertThat(ClaudeModel.of("claude-haiku-5-5").takesForcedTools()).isTrue();
        assertThat(ClaudeModel.of("claude-haiku-5-5").alwaysThinks()).isFalse();
        assertThat(ClaudeModel.of("claude-fable-5").alwaysThinks()).isTrue();
    }
}
