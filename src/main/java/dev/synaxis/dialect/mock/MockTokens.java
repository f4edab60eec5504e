package dev.synaxis.dialect.mock;

import dev.synaxis.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens as the mock counts them: a token is a word with the white space before it; white space at the end of a text is
 * one more. Of a message the texts count, and the names and arguments of its tool calls.
 */
final class MockTokens {

    private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+");

    private MockTokens() {}

    /** The tokens of a text, which joined give the text. */
    static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    static long count(String text) {
        return of(text).size();
    }

    static long count(ChatMessage message) {
        long tokens = count(message.text());
        if (message instanceof ChatMessage.AssistantMessage assistant) {
            tokens += assistant.toolCalls().stream()
                    .mapToLong(call -> count(call.name()) + count(call.arguments()))
                    .sum();
        }
        return tokens;
    }

    static long count(List<ChatMessage> messages) {
        return messages.stream().mapToLong(MockTokens::count).sum();
    }
}
