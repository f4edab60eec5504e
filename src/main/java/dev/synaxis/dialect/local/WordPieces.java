package dev.synaxis.dialect.local;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A text as the ids of its word pieces, as uncased BERT models cut it: control characters out, accents off, small letters,
 * every punctuation mark and every Chinese character a word of its own, each word as the longest pieces that the
 * vocabulary has. Special tokens are added by the caller; a text that spells one is cut like any other. Source:
 * https://huggingface.co/docs/tokenizers/api/normalizers (BertNormalizer), pre_tokenizers (BertPreTokenizer) and models
 * (WordPiece), read 2026-11-22.
 */
final class WordPieces {

    private static final String UNKNOWN = "[UNK]";
    private static final String CONTINUED = "##";

    /** Longer words are unknown, in code points. */
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final int unknown;

    /** @throws IllegalArgumentException for a vocabulary without a piece for unknown words */
    WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = Map.copyOf(vocabulary);
        this.unknown = id(UNKNOWN);
    }

    /** The id of a piece that must be there. */
    final int id(String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + piece);
        }
        return id;
    }

    /**
     * A piece of a text.
     *
     * @param continued whether it belongs to the same word as the one before
     */
    record Piece(int id, boolean continued) {}

    List<Piece> of(String text) {
        List<Piece> pieces = new ArrayList<>(text.length() / 4 + 1);
        String clean = clean(text);
        int at = 0;
        while (at < clean.length()) {
            int point = clean.codePointAt(at);
            int end = at + Character.charCount(point);
            if (!Character.isWhitespace(point)) {
                if (!punctuation(point)) {
                    end = endOfWord(clean, end);
                }
                word(clean.substring(at, end), pieces);
            }
            at = end;
        }
        return pieces;
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (Character.isWhitespace(point) || punctuation(point)) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private void word(String word, List<Piece> pieces) {
        if (word.length() > LONGEST_WORD && word.codePointCount(0, word.length()) > LONGEST_WORD) {
            pieces.add(new Piece(unknown, false));
            return;
        }
        int before = pieces.size();
        int from = 0;
        while (from < word.length()) {
            int end = word.length();
            Integer id = vocabulary.get(piece(word, from, end));
            while (id == null && end > from + 1) {
                end--;
                id = vocabulary.get(piece(word, from, end));
            }
            if (id == null) {
                pieces.subList(before, pieces.size()).clear();
                pieces.add(new Piece(unknown, false));
                return;
            }
            pieces.add(new Piece(id, from > 0));
            from = end;
        }
    }

    private static String piece(String word, int from, int end) {
        return from == 0 ? word.substring(0, end) : CONTINUED + word.substring(from, end);
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (space(point)) {
                clean.append(' ');
            } else if (chinese(point)) {
                clean.append(' ').appendCodePoint(point).append(' ');
            } else if (!dropped(point)) {
                clean.appendCodePoint(point);
            }
        });
        StringBuilder plain = new StringBuilder(clean.length());
        Normalizer.normalize(clean, Normalizer.Form.NFD).codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .forEach(point -> plain.appendCodePoint(Character.toLowerCase(point)));
        return plain.toString();
    }

    private static boolean space(int point) {
        return point == '\t' || point == '\n' || point == '\r' || Character.isSpaceChar(point);
    }

    private static boolean dropped(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> point == 0xFFFD;
        };
    }

    private static boolean punctuation(int point) {
        if (point < 0x80) {
            return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
        }
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** The blocks of CJK ideographs that BERT sets apart. */
    private static boolean chinese(int point) {
        return point >= 0x4E00 && point <= 0x9FFF
                || point >= 0x3400 && point <= 0x4DBF
                || point >= 0x20000 && point <= 0x2A6DF
                || point >= 0x2A700 && point <= 0x2B73F
                || point >= 0x2B740 && point <= 0x2B81F
                || point >= 0x2B920 && point <= 0x2CEAF
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0x2F800 && point <= 0x2FA1F;
    }
}
