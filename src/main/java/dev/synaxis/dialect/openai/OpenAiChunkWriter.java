package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one canonical stream as OpenAI's {@code chat.completion.chunk} events. Source:
 * https://platform.openai.com/docs/api-reference/chat/streaming (read 2026-11-22). All chunks have one id, model and
 * time; a choice's first delta has the role. Not safe for use by several threads.
 */
public final class OpenAiChunkWriter {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final boolean includeUsage;
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private String id = "";
    private String model;
    private long created;
    private @Nullable String head;
    private @Nullable TokenUsage usage;

    private static final class Choice {
        boolean started;
        boolean finished;
        boolean calls;
        int details;
        final List<Reasoning> pending = new ArrayList<>(1);
    }

    public OpenAiChunkWriter(String fallbackModel, Instant now, boolean includeUsage) {
        model = fallbackModel;
        created = now.getEpochSecond();
        this.includeUsage = includeUsage;
    }

    /** Writes the chunk as none, one or several events. */
    public void chunk(ChatChunk c, SseWriter out) {
        switch (c) {
            case ChatChunk.Start s -> start(s);
            case ChatChunk.TextDelta d -> text(d.choice(), "content", d.text(), out);
            case ChatChunk.RefusalDelta d -> text(d.choice(), "refusal", d.text(), out);
            case ChatChunk.ReasoningDelta d -> text(d.choice(), "reasoning_content", d.text(), out);
            case ChatChunk.ReasoningDone d -> reasoning(d, out);
            case ChatChunk.ToolCallStart d -> toolCall(d, out);
            case ChatChunk.ToolCallDelta d -> delta(d.choice(),
                    "\"tool_calls\":[{\"index\":" + d.index() + ",\"function\":{\"arguments\":" + quote(d.arguments())
                            + "}}]", "null", null, out);
            case ChatChunk.LogprobsDelta d ->
                delta(d.choice(), "", "null", Json.string(Json.fromJava(d.logprobs())), out);
            case ChatChunk.ExtraDelta d -> {
                String fields = Json.string(Json.fromJava(d.extra()));
                delta(d.choice(), fields.substring(1, fields.length() - 1), "null", null, out);
            }
            case ChatChunk.Finish f -> finish(f.choice(), f.reason(), out);
            case ChatChunk.Usage u -> usage = u.usage();
        }
    }

    /** Ends the stream: a finish for each choice that has none, the usage where the client asked, {@code [DONE]}. */
    public void end(SseWriter out) {
        if (choices.isEmpty()) {
            choice(0);
        }
        choices.forEach((index, choice) -> {
            if (!choice.finished) {
                finish(index, choice.calls ? FinishReason.TOOL_CALLS : FinishReason.STOP, out);
            }
        });
        TokenUsage counted = usage;
        if (includeUsage && counted != null) {
            out.event(bytes(head() + "],\"usage\":" + Json.string(UsageFields.write(counted)) + "}"));
        }
        out.event(DONE);
    }

    private void start(ChatChunk.Start start) {
        if (head != null) {
            return;
        }
        id = start.id();
        model = start.model().isEmpty() ? model : start.model();
        created = start.created() > 0 ? start.created() : created;
    }

    private void text(int index, String field, String text, SseWriter out) {
        if (!text.isEmpty()) {
            delta(index, '"' + field + "\":" + quote(text), "null", null, out);
        }
    }

    private void reasoning(ChatChunk.ReasoningDone done, SseWriter out) {
        Choice choice = choice(done.choice());
        ObjectNode detail = ReasoningFields.detail(done.reasoning(), choice.details);
        if (detail != null) {
            choice.details++;
            choice.pending.add(done.reasoning());
            delta(done.choice(), "\"reasoning_details\":[" + Json.string(detail) + "]", "null", null, out);
        }
    }

    private void toolCall(ChatChunk.ToolCallStart start, SseWriter out) {
        Choice choice = choice(start.choice());
        ObjectNode call = Json.object();
        call.put("index", start.index());
        call.put("id", start.id());
        call.put("type", "function");
        call.putObject("function").put("name", start.name()).put("arguments", "");
        JsonNode extra = ReasoningFields.extraContent(start.signature(), start.origin(), choice.pending);
        choice.pending.clear();
        choice.calls = true;
        if (extra != null) {
            call.set("extra_content", extra);
        }
        delta(start.choice(), "\"tool_calls\":[" + Json.string(call) + "]", "null", null, out);
    }

    private void finish(int index, FinishReason reason, SseWriter out) {
        Choice choice = choice(index);
        if (!choice.finished) {
            choice.finished = true;
            delta(index, "", '"' + FinishReasons.write(reason) + '"', null, out);
        }
    }

    private void delta(int index, String fields, String finish, @Nullable String logprobs, SseWriter out) {
        Choice choice = choice(index);
        StringBuilder chunk = new StringBuilder(head().length() + fields.length() + 120);
        chunk.append(head()).append("{\"index\":").append(index).append(",\"delta\":{");
        if (!choice.started) {
            choice.started = true;
            chunk.append("\"role\":\"assistant\"");
            if (!fields.startsWith("\"content\"")) {
                chunk.append(fields.startsWith("\"tool_calls\"") ? ",\"content\":null" : ",\"content\":\"\"");
            }
            chunk.append(fields.isEmpty() ? "" : ",");
        }
        chunk.append(fields).append("},\"logprobs\":").append(logprobs).append(",\"finish_reason\":").append(finish);
        chunk.append(includeUsage ? "}],\"usage\":null}" : "}]}");
        out.event(bytes(chunk.toString()));
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, i -> new Choice());
    }

    /** Everything up to the choices' bracket, the same in each chunk. */
    private String head() {
        String written = head;
        if (written == null) {
            written = "{\"id\":" + quote(id.isEmpty() ? OpenAiChatWriter.newId() : id)
                    + ",\"object\":\"chat.completion.chunk\",\"created\":" + created + ",\"model\":" + quote(model)
                    + ",\"choices\":[";
            head = written;
        }
        return written;
    }

    private static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
