package dev.synaxis.dialect;

import java.nio.charset.StandardCharsets;

/** What a client can ask for in an embedding request, each with the request that asks for it. */
public enum EmbeddingFeature implements Feature {
    ONE_TEXT("one text", "input", "\"input\":\"a\""),
    TEXTS("several texts", "input", "\"input\":[\"a\",\"b\"]"),
    TOKEN_IDS("token ids", "input", "\"input\":[5,6]"),
    LISTS_OF_TOKEN_IDS("lists of token ids", "input", "\"input\":[[5,6],[7]]"),
    DIMENSIONS("`dimensions`", "dimensions", "\"input\":\"a\",\"dimensions\":256"),
    FLOATS("`encoding_format` float", "encoding_format", "\"input\":\"a\",\"encoding_format\":\"float\""),
    BASE64("`encoding_format` base64", "encoding_format", "\"input\":\"a\",\"encoding_format\":\"base64\""),
    USER("`user`", "user", "\"input\":\"a\",\"user\":\"ada\""),
    INPUT_TYPE("`input_type` search_query", "input_type", "\"input\":\"a\",\"input_type\":\"search_query\""),
    TASK_TYPE("`task_type` CLUSTERING", "task_type", "\"input\":\"a\",\"task_type\":\"CLUSTERING\""),
    TITLE("`title`", "title", "\"input\":\"a\",\"input_type\":\"search_document\",\"title\":\"T\""),
    TRUNCATE("`truncate` END", "truncate", "\"input\":\"a\",\"truncate\":\"END\""),
    UNKNOWN_FIELD("field that no dialect names", "made_up_field", "\"input\":\"a\",\"made_up_field\":1");

    private final String label;
    private final String field;
    private final String fields;

    EmbeddingFeature(String label, String field, String fields) {
        this.label = label;
        this.field = field;
        this.fields = fields;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String field() {
        return field;
    }

    /** The client's body. */
    byte[] body() {
        return ("{\"model\":\"m\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
    }
}
