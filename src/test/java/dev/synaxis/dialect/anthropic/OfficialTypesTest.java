package dev.synaxis.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.JsonValue;
import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlockParam;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.ProviderException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client asks for, the body is one that Anthropic's own client library could have written. */
class OfficialTypesTest {

    /** What the library tells by the method called, and the sampling of models up to 4.6, which it names no more. */
    private static final Set<String> UNNAMED = Set.of("stream", "temperature", "top_p", "top_k");

    /** JSON of the user's, whose fields are nobody's business. */
    private static final Set<Class<?>> FREE =
            Set.of(Tool.InputSchema.class, JsonOutputFormat.Schema.class, ToolUseBlockParam.Input.class);

    @ParameterizedTest
    @ValueSource(strings = {
        "claude-3-5-haiku-20241022", "claude-sonnet-4-20250514", "claude-sonnet-4-5", "claude-opus-4-6",
        "claude-opus-4-8", "claude-opus-5", "claude-sonnet-5-5", "claude-fable-5-1"})
    void shouldWriteWhatTheOfficialTypesKnow(String model) throws Exception {
        int translated = 0;
        for (ChatFeature feature : ChatFeature.values()) {
            if (feature == ChatFeature.FILE_ID) {
                continue; // in the library's beta types only
            }
            WireRequest wire;
            try {
                wire = new AnthropicChat().request(feature.request("anthropic"), new Upstream(
                        "anthropic", "https://api.anthropic.com/v1", model, null, Compat.NONE));
            } catch (ProviderException unsupported) {
                continue;
            }
            translated++;

            MessageCreateParams.Body body =
                    ObjectMappers.jsonMapper().readValue(wire.body(), MessageCreateParams.Body.class);

            assertThat(body.validate().isValid()).as(feature.label()).isTrue();
            assertThat(unknown(body)).as(feature.label()).isEmpty();
        }
        assertThat(translated).isGreaterThan(50);
    }

    /** Fields anywhere in the body that the library has no name for. */
    private static List<String> unknown(Object value) throws ReflectiveOperationException {
        List<String> fields = new ArrayList<>();
        collect(value, fields);
        return fields;
    }

    private static void collect(Object value, List<String> fields) throws ReflectiveOperationException {
        switch (value) {
            case Optional<?> one when one.isPresent() -> collect(one.get(), fields);
            case List<?> many -> {
                for (Object one : many) {
                    collect(one, fields);
                }
            }
            case JsonValue _ -> { }
            default -> {
                Class<?> type = value.getClass();
                if (!type.getName().startsWith("com.anthropic.models.") || FREE.contains(type)) {
                    return;
                }
                for (Method method : type.getMethods()) {
                    if (method.getParameterCount() > 0 || method.getName().startsWith("as")) {
                        continue;
                    }
                    if (method.getName().equals("_additionalProperties")) {
                        ((Map<?, ?>) method.invoke(value)).keySet().stream().map(String::valueOf)
                                .filter(field -> !UNNAMED.contains(field))
                                .forEach(field -> fields.add(type.getSimpleName() + "." + field));
                    } else if (method.getReturnType() == Optional.class || method.getReturnType() == List.class) {
                        collect(method.invoke(value), fields);
                    }
                }
            }
        }
    }
}
