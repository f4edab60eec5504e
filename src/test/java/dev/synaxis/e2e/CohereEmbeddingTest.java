package dev.synaxis.e2e;

import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import java.util.function.Function;

class CohereEmbeddingTest extends EmbeddingContract {

    @Override
    String dialect() {
        return "cohere";
    }

    @Override
    String path() {
        return "/embed";
    }

    @Override
    Function<RecordedRequest, Reply> answer(int width) {
        return EmbeddingVendor.cohere(width);
    }

    @Override
    int most() {
        return 96;
    }

    @Override
    boolean counts() {
        return true;
    }
}
