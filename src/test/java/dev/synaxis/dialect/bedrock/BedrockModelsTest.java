package dev.synaxis.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the lists of Bedrock are; {@code ModelListVendorsTest} reads them. */
class BedrockModelsTest {

    @ParameterizedTest
    @CsvSource({
        "https://bedrock-runtime.us-east-1.amazonaws.com, https://bedrock.us-east-1.amazonaws.com",
        "https://bedrock-runtime-fips.us-east-1.amazonaws.com, https://bedrock-fips.us-east-1.amazonaws.com",
        "https://house.example/bedrock-runtime, https://house.example/bedrock-runtime"
    })
    void shouldAskTheControlPlane(String runtime, String control) {
        assertThat(new BedrockModels().url(runtime, null)).isEqualTo(control + "/foundation-models");
        assertThat(new BedrockModels().url(runtime, "profiles:")).isEqualTo(control + "/inference-profiles?maxResults=1000");
    }
}
