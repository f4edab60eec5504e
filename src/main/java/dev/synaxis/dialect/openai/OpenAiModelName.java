package dev.synaxis.dialect.openai;

import dev.synaxis.failure.InvalidRequestException;

/** The model that a JSON request names, whatever else it holds. */
public final class OpenAiModelName {

    private OpenAiModelName() {}

    /** @throws InvalidRequestException 400 where the body is not a JSON object with a model */
    public static String read(byte[] body) {
        return JsonFields.read(body).model();
    }
}
