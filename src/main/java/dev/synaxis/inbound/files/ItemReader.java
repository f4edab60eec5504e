package dev.synaxis.inbound.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Item} of a record of one kind of file. */
interface ItemReader {

    /** @param text of the record, not blank */
    Item read(long line, String text);

    /** What a record asks for, whatever is wrong with it. */
    default Item item(RawRecord record) {
        if (record.problem() != null) {
            return new Item.Bad(record.line(), null, null, record.problem());
        }
        String text = text(record.bytes());
        if (text == null) {
            return new Item.Bad(record.line(), null, null, "not UTF-8");
        }
        if (text.indexOf(0) >= 0) {
            return new Item.Bad(record.line(), null, null, "holds a zero byte, which no text does");
        }
        return text.isBlank() ? new Item.Blank(record.line()) : read(record.line(), text);
    }

    /** Null where the bytes are not UTF-8. */
    static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
