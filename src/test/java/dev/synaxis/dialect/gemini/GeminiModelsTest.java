package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the list of models is, at Gemini and on Vertex AI. */
class GeminiModelsTest {

    private static final String PUBLISHED = "/v1beta1/publishers/google/models?pageSize=300";

    @ParameterizedTest
    @CsvSource({
        "https://generativelanguage.googleapis.com/v1beta, https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000",
        "https://aiplatform.googleapis.com/v1/projects/p/locations/global, https://aiplatform.googleapis.com" + PUBLISHED,
        "https://aiplatform.googleapis.com/v1/projects/p/locations/eu-1, https://eu-1-aiplatform.googleapis.com" + PUBLISHED,
        "https://eu-1-aiplatform.googleapis.com/v1/projects/p/locations/eu-1, https://eu-1-aiplatform.googleapis.com" + PUBLISHED
    })
    void shouldAskWhereTheVendorHasIt(String base, String list) {
        assertThat(new GeminiModels().url(base, null)).isEqualTo(list);
    }
}
