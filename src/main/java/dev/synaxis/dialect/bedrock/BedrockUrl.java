package dev.synaxis.dialect.bedrock;

import dev.synaxis.dialect.Upstream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address of an operation of one model: {@code <base URL>/model/<model id or ARN>/converse}. */
final class BedrockUrl {

    private BedrockUrl() {}

    static String of(Upstream upstream, String operation) {
        return upstream.baseUrl() + "/model/"
                + URLEncoder.encode(upstream.model(), StandardCharsets.UTF_8).replace("+", "%20") + operation;
    }
}
