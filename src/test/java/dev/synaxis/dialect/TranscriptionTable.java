package dev.synaxis.dialect;

import dev.synaxis.dialect.TranscriptionTranslatorContract.Feature;
import dev.synaxis.dialect.cloudflare.CloudflareTranscriptionContractTest;
import dev.synaxis.dialect.deepgram.DeepgramTranscriptionContractTest;
import dev.synaxis.dialect.gemini.GeminiTranscribeContractTest;
import dev.synaxis.dialect.gemini.GeminiTranscriptionContractTest;
import dev.synaxis.dialect.openai.DiarizeContractTest;
import dev.synaxis.dialect.openai.TranscribeContractTest;
import dev.synaxis.dialect.openai.WhisperContractTest;
import java.util.List;

/** The table of {@code docs/vendors.md} that the contract tests of transcription say. */
final class TranscriptionTable {

    private static final List<TranscriptionTranslatorContract> CONTRACTS = List.of(
            new WhisperContractTest(),
            new TranscribeContractTest(),
            new DiarizeContractTest(),
            new GeminiTranscriptionContractTest(),
            new GeminiTranscribeContractTest(),
            new DeepgramTranscriptionContractTest(),
            new CloudflareTranscriptionContractTest());

    private TranscriptionTable() {}

    static void write(StringBuilder page) {
        page.append("""

                ## What becomes of a request for a transcript

                Words as above. Text and subtitles are made of JSON and of segments where a provider has no such format (`compat.refused-formats`). The
                mock carries everything.

                | feature |""");
        CONTRACTS.forEach(c -> page.append(' ').append(c.label()).append(" |"));
        page.append("\n|---|").append("---|".repeat(CONTRACTS.size())).append('\n');
        for (Feature feature : Feature.values()) {
            page.append("| ").append(feature.label()).append(" |");
            CONTRACTS.forEach(c -> page.append(' ').append(c.support().get(feature).word()).append(" |"));
            page.append('\n');
        }
    }
}
