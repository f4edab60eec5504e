package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static dev.synaxis.dialect.openai.Fixtures.event;
import static dev.synaxis.dialect.openai.Fixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChunkWriterTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);

    @Test
    void shouldWriteATextStream() {
        List<String> events = write(true,
                new ChatChunk.Start("id-1", "m", 5),
                new ChatChunk.TextDelta(0, "Hé \"\n🌍"),
                new ChatChunk.TextDelta(0, ""),
                new ChatChunk.Finish(0, FinishReason.LENGTH),
                new ChatChunk.Usage(TokenUsage.of(3, 2)));

        String head = "'id':'id-1','object':'chat.completion.chunk','created':5,'model':'m',";
        assertThat(events).hasSize(4).last().isEqualTo("[DONE]");
        assertThat(json(events.get(0))).isEqualTo(tree("{" + head + "'choices':[{'index':0,'delta':"
                + "{'role':'assistant','content':'Hé \\\"\\n🌍'},'logprobs':null,'finish_reason':null}],'usage':null}"));
        assertThat(json(events.get(1))).isEqualTo(tree("{" + head + "'choices':[{'index':0,'delta':{},"
                + "'logprobs':null,'finish_reason':'length'}],'usage':null}"));
        assertThat(json(events.get(2))).isEqualTo(tree("{" + head + "'choices':[],'usage':"
                + "{'prompt_tokens':3,'completion_tokens':2,'total_tokens':5,'prompt_tokens_details':{'cached_tokens':0},"
                + "'completion_tokens_details':{'reasoning_tokens':0}}}"));
    }

    @Test
    void shouldWriteThinkingAndToolCalls() {
        List<String> events = write(false,
                new ChatChunk.ReasoningDelta(0, "hm"),
                new ChatChunk.ReasoningDone(0, new Reasoning("hm", "c2ln", null, "anthropic")),
                new ChatChunk.ToolCallStart(0, 0, "call_1", "f", null, null),
                new ChatChunk.ToolCallDelta(0, 0, "{\"a\":"),
                new ChatChunk.ToolCallStart(0, 1, "call_2", "g", "Z3Nn", "gemini"),
                new ChatChunk.Finish(0, FinishReason.TOOL_CALLS),
                new ChatChunk.Usage(TokenUsage.of(3, 2)));

        assertThat(events).hasSize(7);
        assertThat(delta(events.get(0))).isEqualTo(tree("{'role':'assistant','content':'','reasoning_content':'hm'}"));
        assertThat(delta(events.get(1))).isEqualTo(tree("{'reasoning_details':[{'type':'reasoning.text','text':'hm',"
                + "'signature':'c2ln','format':'anthropic-claude-v1','index':0}]}"));
        assertThat(delta(events.get(2))).isEqualTo(tree("{'tool_calls':[{'index':0,'id':'call_1','type':'function',"
                + "'function':{'name':'f','arguments':''},'extra_content':{'anthropic':{'thinking_blocks':"
                + "[{'thinking':'hm','signature':'c2ln'}]}}}]}"));
        assertThat(delta(events.get(3))).isEqualTo(tree(
                "{'tool_calls':[{'index':0,'function':{'arguments':'{\\\"a\\\":'}}]}"));
        assertThat(delta(events.get(4))).isEqualTo(tree("{'tool_calls':[{'index':1,'id':'call_2','type':'function',"
                + "'function':{'name':'g','arguments':''},'extra_content':{'google':{'thought_signature':'Z3Nn'}}}]}"));
        assertThat(json(events.get(5)).at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void shouldBeginEachChoiceWithItsRole() {
        List<String> events = write(false,
                new ChatChunk.ToolCallStart(1, 0, "c", "f", null, null),
                new ChatChunk.TextDelta(0, "a"),
                new ChatChunk.LogprobsDelta(0, Map.of("content", List.of())),
                new ChatChunk.ExtraDelta(0, Map.of("annotations", List.of(1))),
                new ChatChunk.RefusalDelta(2, "no"));

        assertThat(delta(events.get(0)).path("role").asText()).isEqualTo("assistant");
        assertThat(delta(events.get(0)).path("content").isNull()).isTrue();
        assertThat(delta(events.get(1))).isEqualTo(tree("{'role':'assistant','content':'a'}"));
        assertThat(json(events.get(2)).at("/choices/0/logprobs")).isEqualTo(tree("{'content':[]}"));
        assertThat(delta(events.get(3))).isEqualTo(tree("{'annotations':[1]}"));
        assertThat(delta(events.get(4))).isEqualTo(tree("{'role':'assistant','content':'','refusal':'no'}"));
        assertThat(events.subList(5, 8)).map(e -> json(e).at("/choices/0/finish_reason").asText())
                .containsExactly("stop", "tool_calls", "stop");
    }

    @Test
    void shouldHaveOneMadeUpIdWhenTheVendorGaveNone() {
        List<String> events = write(false, new ChatChunk.TextDelta(0, "a"), new ChatChunk.TextDelta(0, "b"),
                new ChatChunk.Start("late", "late", 9));

        assertThat(events.subList(0, 3)).map(e -> json(e).path("id").asText()).doesNotContain("late")
                .allMatch(id -> id.startsWith("chatcmpl-")).containsOnly(json(events.getFirst()).path("id").asText());
        assertThat(json(events.getFirst()).path("model").asText()).isEqualTo("fallback");
        assertThat(json(events.getFirst()).path("created").asLong()).isEqualTo(1_790_000_000);
    }

    @Test
    void shouldOweAFinishAndDoneWhenNothingCame() {
        List<String> events = write(true);

        assertThat(events).hasSize(2);
        assertThat(json(events.getFirst()).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void shouldWriteBackTheStreamThatItReads() {
        List<String> wire = List.of(
                chunk("{'index':0,'delta':{'role':'assistant','content':'','reasoning_content':'hm'},'logprobs':null,'finish_reason':null}"),
                chunk("{'index':0,'delta':{'content':'Hi'},'logprobs':null,'finish_reason':null}"),
                chunk("{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c1','type':'function','function':{'name':'f','arguments':''}}]},'logprobs':null,'finish_reason':null}"),
                chunk("{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]},'logprobs':null,'finish_reason':null}"),
                chunk("{'index':0,'delta':{},'logprobs':null,'finish_reason':'tool_calls'}"));

        List<ChatChunk> chunks = read(wire);

        assertThat(write(false, chunks.toArray(ChatChunk[]::new)).subList(0, 5))
                .map(OpenAiChunkWriterTest::json)
                .isEqualTo(wire.stream().map(Fixtures::tree).toList());
    }

    @Test
    void shouldTellCallsApartWhenTheVendorLeavesTheIndexOutOrRepeatsIt() {
        List<ChatChunk> chunks = read(List.of(
                chunk("{'delta':{'tool_calls':[{'id':'a','function':{'name':'f','arguments':'1'}},{'id':'b','function':{'name':'g','arguments':'2'}}]}}"),
                chunk("{'delta':{'tool_calls':[{'function':{'arguments':'3'}}]}}"),
                chunk("{'index':1,'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'f','arguments':''}}]}}"),
                chunk("{'index':1,'delta':{'tool_calls':[{'index':0,'id':'d','function':{'name':'f','arguments':'4'}}]},'finish_reason':'stop'}")));

        assertThat(chunks).filteredOn(ChatChunk.ToolCallStart.class::isInstance).containsExactly(
                new ChatChunk.ToolCallStart(0, 0, "a", "f", null, null),
                new ChatChunk.ToolCallStart(0, 1, "b", "g", null, null),
                new ChatChunk.ToolCallStart(1, 0, "c", "f", null, null),
                new ChatChunk.ToolCallStart(1, 1, "d", "f", null, null));
        assertThat(chunks).filteredOn(ChatChunk.ToolCallDelta.class::isInstance).containsExactly(
                new ChatChunk.ToolCallDelta(0, 0, "1"), new ChatChunk.ToolCallDelta(0, 1, "2"),
                new ChatChunk.ToolCallDelta(0, 1, "3"), new ChatChunk.ToolCallDelta(1, 1, "4"));
    }

    @Test
    void shouldPutTheSignatureToTheWholeBlockWhenItComesInPieces() {
        String block = "'type':'reasoning.text','format':'anthropic-claude-v1','index':0";

        List<ChatChunk> chunks = read(List.of(
                chunk("{'index':0,'delta':{'reasoning':'a','reasoning_details':[{" + block + ",'text':'a'}]}}"),
                chunk("{'index':0,'delta':{'reasoning_details':[{" + block + ",'text':'b'}]}}"),
                chunk("{'index':0,'delta':{'reasoning_details':[{" + block + ",'signature':'c2ln'}]},'finish_reason':''}")));

        assertThat(chunks.subList(1, chunks.size())).containsExactly(
                new ChatChunk.ReasoningDelta(0, "a"),
                new ChatChunk.ReasoningDelta(0, "b"),
                new ChatChunk.ReasoningDone(0, new Reasoning("ab", "c2ln", null, "anthropic")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{'id':'c','choices':[{'index':0,'delta':{'content':'Hel'},'finish_reason':null}]}"})
    void shouldFailWhenTheStreamIsNotWhole(String data) {
        ChatStream stream = new OpenAiDialect().chat().stream(chat("Hi").build());
        stream.event(event(data), c -> {});

        assertThatThrownBy(() -> stream.end(c -> {})).isInstanceOfSatisfying(ProviderException.class, e ->
                assertThat(e.failure().kind()).isIn(FailureKind.NETWORK, FailureKind.MALFORMED_REPLY));
        assertThatThrownBy(() -> stream.event(event("{'error':{'code':429,'message':'slow'}}"), c -> {}))
                .isInstanceOfSatisfying(ProviderException.class, e ->
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED));
    }

    private static List<ChatChunk> read(List<String> wire) {
        List<ChatChunk> chunks = new ArrayList<>();
        ChatStream stream = new OpenAiDialect().chat().stream(chat("Hi").build());
        wire.forEach(data -> stream.event(event(data), chunks::add));
        stream.event(event("[DONE]"), chunks::add);
        stream.end(chunks::add);
        return chunks;
    }

    private static List<String> write(boolean usage, ChatChunk... chunks) {
        SseWriter out = new SseWriter();
        OpenAiChunkWriter writer = new OpenAiChunkWriter("fallback", NOW, usage);
        for (ChatChunk chunk : chunks) {
            writer.chunk(chunk, out);
        }
        writer.end(out);
        return Fixtures.written(out);
    }

    private static String chunk(String choice) {
        return "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[" + choice + "]}";
    }

    private static JsonNode json(String event) {
        return Json.parseObject(event.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static JsonNode delta(String event) {
        return json(event).at("/choices/0/delta");
    }
}
