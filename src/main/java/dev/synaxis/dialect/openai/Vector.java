package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One vector of an answer, as it came. */
public sealed interface Vector {

    /** How many numbers it has. */
    int width();

    /** Its value in JSON: an array of numbers, or base64 of little-endian 32-bit floats. */
    byte[] json(boolean base64);

    /** Numbers that a translator read or an in-process dialect made. */
    record Numbers(double[] values) implements Vector {

        @Override
        public int width() {
            return values.length;
        }

        @Override
        public byte[] json(boolean base64) {
            return base64 ? encoded() : array();
        }

        private byte[] array() {
            StringBuilder array = new StringBuilder(values.length * 14).append('[');
            for (int i = 0; i < values.length; i++) {
                array.append(i == 0 ? "" : ",").append(values[i]);
            }
            return ascii(array.append(']'));
        }

        private byte[] encoded() {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (double number : values) {
                bytes.putFloat((float) number);
            }
            return ascii(new StringBuilder("\"").append(Base64.getEncoder().encodeToString(bytes.array())).append('"'));
        }
    }

    /**
     * A value of a provider of this dialect, byte for byte; another form is made of it only where the client asked for
     * that.
     *
     * @param base64 whether it is a string in base64; else it is an array of numbers
     */
    record Raw(byte[] value, boolean base64, int width) implements Vector {

        @Override
        public byte[] json(boolean wanted) {
            return wanted == base64 ? value : new Numbers(numbers()).json(wanted);
        }

        private double[] numbers() {
            return base64 ? decoded() : read();
        }

        /** In as few digits as name the 32-bit numbers. */
        private double[] decoded() {
            byte[] bytes = Base64.getDecoder().decode(new String(value, 1, value.length - 2, StandardCharsets.US_ASCII));
            FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            double[] numbers = new double[floats.remaining()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.parseDouble(Float.toString(floats.get(i)));
            }
            return numbers;
        }

        private double[] read() {
            double[] numbers = new double[width];
            try (JsonParser p = Json.factory().createParser(value)) {
                p.nextToken();
                for (int i = 0; p.nextToken() != JsonToken.END_ARRAY; i++) {
                    numbers[i] = p.getDoubleValue();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return numbers;
        }
    }

    private static byte[] ascii(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
