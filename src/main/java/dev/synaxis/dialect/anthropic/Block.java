package dev.synaxis.dialect.anthropic;

import dev.synaxis.model.ChatChunk;
import java.util.function.Consumer;

/** A content block of a stream that has begun and not yet ended. */
sealed interface Block {

    /** A fragment of a tool's input. */
    default void input(String fragment, Consumer<ChatChunk> out) {}

    /** Gives out what is owed once the block is complete. */
    default void end(Consumer<ChatChunk> out) {}

    /** Of no concern to the client. */
    final class Skipped implements Block {}

    final class Text implements Block {}

    /** Thinking, which goes out as it comes and once more in whole, with its signature. */
    final class Thinking implements Block {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();

        void add(String fragment, Consumer<ChatChunk> out) {
            if (!fragment.isEmpty()) {
                text.append(fragment);
                out.accept(new ChatChunk.ReasoningDelta(0, fragment));
            }
        }

        void sign(String fragment) {
            signature.append(fragment);
        }

        @Override
        public void end(Consumer<ChatChunk> out) {
            if (!text.isEmpty() || !signature.isEmpty()) {
                out.accept(new ChatChunk.ReasoningDone(
                        0, MessageReply.reasoning(text.toString(), signature.toString())));
            }
        }
    }

    /** A call of a client's tool. */
    final class Call implements Block {
        private final int index;
        private final String given;
        private boolean any;

        /** @param given the input that stood in the block's start, used where no fragment follows */
        Call(int index, String given) {
            this.index = index;
            this.given = given;
        }

        @Override
        public void input(String fragment, Consumer<ChatChunk> out) {
            if (!fragment.isEmpty()) {
                any = true;
                out.accept(new ChatChunk.ToolCallDelta(0, index, fragment));
            }
        }

        @Override
        public void end(Consumer<ChatChunk> out) {
            if (!any) {
                out.accept(new ChatChunk.ToolCallDelta(0, index, given));
            }
        }
    }

    /** A call of {@link AnswerTool}: its input is the answer's text. */
    final class Answer implements Block {
        private final String given;
        private boolean any;

        Answer(String given) {
            this.given = given;
        }

        @Override
        public void input(String fragment, Consumer<ChatChunk> out) {
            if (!fragment.isEmpty()) {
                any = true;
                out.accept(new ChatChunk.TextDelta(0, fragment));
            }
        }

        @Override
        public void end(Consumer<ChatChunk> out) {
            if (!any) {
                out.accept(new ChatChunk.TextDelta(0, given));
            }
        }
    }
}
