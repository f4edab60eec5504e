package dev.synaxis.bench.jmh;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.anthropic.AnthropicDialect;
import dev.synaxis.dialect.cohere.CohereDialect;
import dev.synaxis.dialect.gemini.GeminiDialect;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.CohereWire;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.OpenAiWire;
import java.util.List;

/** A dialect by name with answers in its form. */
record Vendor(Dialect dialect, String whole, List<String> stream) {

    /** @param pieces the text of both answers */
    static Vendor of(String name, String... pieces) {
        String text = String.join("", pieces);
        return switch (name) {
            case "openai" -> new Vendor(new OpenAiDialect(), OpenAiWire.text("m", text), OpenAiWire.streamWithUsage("m", pieces));
            case "anthropic" -> new Vendor(new AnthropicDialect(), AnthropicWire.text("m", text), AnthropicWire.stream("m", pieces));
            case "gemini" -> new Vendor(new GeminiDialect(), GeminiWire.text("m", text), GeminiWire.stream("m", pieces));
            case "cohere" -> new Vendor(new CohereDialect(), CohereWire.text(text), CohereWire.stream(pieces));
            default -> throw new IllegalArgumentException(name + ": no such dialect");
        };
    }
}
