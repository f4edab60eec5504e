package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {
        "{'data':[{'embedding':[1,2]},{'embedding':[3,4]}],'model':'m','usage':{'prompt_tokens':5,'total_tokens':5}}",
        "{'object':'list','data':[{'object':'embedding','embedding':[1,2],'index':0},{'object':'embedding','embedding':[3,4],"
                + "'index':0}],'model':'m','usage':{'total_tokens':5}}",
        "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1,2]},{'object':'embedding','index':1,"
                + "'embedding':[3,4]}],'usage':{'total_tokens':5}}",
    })
    void shouldAddWhatClientsReadWhenTheVendorLeavesItOut(String body) {
        vendor("first").reply(200, body.replace('\'', '"'));

        HttpResponse<String> answer = embed(List.of("a", "b"));

        JsonNode tree = json(answer);
        assertThat(tree.path("object").asText()).isEqualTo("list");
        assertThat(tree.path("model").asText()).isEqualTo("m");
        assertThat(tree.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(tree.path("data")).extracting(one -> one.path("object").asText()).containsOnly("embedding");
        assertThat(tree.path("data")).extracting(one -> one.path("index").asInt() + ":" + one.path("embedding"))
                .containsExactly("0:[1,2]", "1:[3,4]");
    }

    @Test
    void shouldLeaveAnAnswerAsItIsWhenItHasWhatClientsRead() {
        String body = """
                {"object":"list","data":[{"object":"embedding","index":1,"embedding":[3,4]},
                {"index":0,"object":"embedding","embedding":[1,2]}],"model":"theirs","usage":{"total_tokens":5},"own":1}""";
        vendor("first").reply(200, body);

        assertThat(embed(List.of("a", "b")).body()).isEqualTo(body);
    }
}
