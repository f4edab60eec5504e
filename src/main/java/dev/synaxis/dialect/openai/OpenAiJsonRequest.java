package dev.synaxis.dialect.openai;

import dev.synaxis.failure.InvalidRequestException;

/**
 * A client's image generation request, which only a provider of this dialect is asked for: the required text
 * is checked, everything else is the vendor's business. Source: https://platform.openai.com/docs/api-reference.
 */
public final class OpenAiJsonRequest {

    private final JsonFields fields;
    private final String text;

    private OpenAiJsonRequest(JsonFields fields, String text) {
        this.fields = fields;
        this.text = text;
    }

    /**
     * @param textField the field that must hold the text: {@code prompt}
     * @throws InvalidRequestException 400; {@code param} names the field
     */
    public static OpenAiJsonRequest read(byte[] body, String textField) {
        JsonFields fields = JsonFields.read(body);
        var text = fields.tree().get(textField);
        if (text == null) {
            throw Faults.missing(textField);
        }
        if (!text.isTextual()) {
            throw Faults.value(textField, "expected a string");
        }
        var stream = fields.tree().path("stream");
        if (stream.asBoolean()) {
            throw Faults.value("stream", "only whole answers are given here");
        }
        return new OpenAiJsonRequest(fields, text.textValue());
    }

    public String model() {
        return fields.model();
    }

    /** The text to draw. */
    public String text() {
        return text;
    }

    /** The client's bytes with the model replaced. */
    public byte[] forward(String upstreamModel) {
        return fields.forward(upstreamModel);
    }
}
