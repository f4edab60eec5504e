package dev.synaxis.e2e;

import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import java.util.function.Function;

class GeminiEmbeddingTest extends EmbeddingContract {

    @Override
    String dialect() {
        return "gemini";
    }

    @Override
    String path() {
        return "/models/m:batchEmbedContents";
    }

    @Override
    Function<RecordedRequest, Reply> answer(int width) {
        return EmbeddingVendor.gemini(width);
    }

    @Override
    int most() {
        return 100;
    }

    @Override
    boolean counts() {
        return false;
    }
}
