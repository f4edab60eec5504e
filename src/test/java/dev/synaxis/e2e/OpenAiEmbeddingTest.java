package dev.synaxis.e2e;

import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import java.util.function.Function;

class OpenAiEmbeddingTest extends EmbeddingContract {

    @Override
    String dialect() {
        return "openai";
    }

    @Override
    String path() {
        return "/embeddings";
    }

    @Override
    Function<RecordedRequest, Reply> answer(int width) {
        return EmbeddingVendor.openAi(width);
    }

    @Override
    int most() {
        return 2048;
    }

    @Override
    boolean counts() {
        return true;
    }
}
