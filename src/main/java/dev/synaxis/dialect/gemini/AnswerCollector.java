package dev.synaxis.dialect.gemini;

import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of an answer together. */
final class AnswerCollector implements Consumer<ChatChunk> {

    private ChatChunk.Start start = new ChatChunk.Start("", "", 0);
    private final SortedMap<Integer, Choice> choices = new TreeMap<>();
    private @Nullable TokenUsage usage;

    @Override
    public void accept(ChatChunk chunk) {
        switch (chunk) {
            case ChatChunk.Start first -> start = first;
            case ChatChunk.TextDelta(int choice, String text) -> choice(choice).text.append(text);
            case ChatChunk.RefusalDelta(int choice, String text) -> choice(choice).text.append(text);
            case ChatChunk.ReasoningDelta delta -> {}
            case ChatChunk.ReasoningDone(int choice, ContentPart.Reasoning reasoning) -> {
                choice(choice).endText();
                choice(choice).content.add(reasoning);
            }
            case ChatChunk.ToolCallStart call -> choice(call.choice()).calls.add(call);
            case ChatChunk.ToolCallDelta(int choice, int index, String arguments) ->
                choice(choice).arguments.add(arguments);
            case ChatChunk.LogprobsDelta(int choice, Map<String, Object> logprobs) ->
                choice(choice).logprobs = logprobs;
            case ChatChunk.ExtraDelta(int choice, Map<String, Object> extra) -> choice(choice).extra(extra);
            case ChatChunk.Finish(int choice, FinishReason reason) -> choice(choice).finish = reason;
            case ChatChunk.Usage(TokenUsage counted) -> usage = counted;
        }
    }

    ChatResponse response() {
        List<ChatResponse.Choice> all = new ArrayList<>();
        choices.forEach((index, choice) -> all.add(choice.build(index)));
        return new ChatResponse(start.id(), start.model(), start.created(), all, usage);
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, i -> new Choice());
    }

    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private final List<ContentPart> content = new ArrayList<>();
        private final List<ChatChunk.ToolCallStart> calls = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, Object> extra = new LinkedHashMap<>();
        private @Nullable Map<String, Object> logprobs;
        private FinishReason finish = FinishReason.OTHER;

        private void endText() {
            if (!text.isEmpty()) {
                content.add(new ContentPart.Text(text.toString()));
                text.setLength(0);
            }
        }

        /** Lists of one name are joined. */
        private void extra(Map<String, Object> more) {
            more.forEach((name, value) -> extra.merge(name, value, (before, added) -> {
                if (before instanceof List<?> some && added instanceof List<?> others) {
                    List<Object> joined = new ArrayList<>(some);
                    joined.addAll(others);
                    return joined;
                }
                return added;
            }));
        }

        private ChatResponse.Choice build(int index) {
            endText();
            List<ToolCall> made = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                ChatChunk.ToolCallStart call = calls.get(i);
                made.add(new ToolCall(call.id(), call.name(), arguments.get(i), call.signature(), call.origin()));
            }
            return new ChatResponse.Choice(
                    index, new ChatMessage.AssistantMessage(content, made, null), finish, logprobs, extra);
        }
    }
}
