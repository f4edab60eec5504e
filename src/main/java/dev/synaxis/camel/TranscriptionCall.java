package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.InProcessTranscription;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiTranscriptionRequest;
import dev.synaxis.dialect.openai.OpenAiTranscriptions;
import dev.synaxis.dialect.openai.OpenAiTranscripts;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.Units;
import dev.synaxis.model.Warning;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.wire.SseWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Speech to write down, or to translate, asked for in OpenAI's form. A provider of the same dialect gets the client's own
 * parts, and its answer goes back as it is where it has the client's format.
 */
final class TranscriptionCall implements CapabilityCall {

    /** What models that count tokens make of a second of sound, and of the words in it. */
    private static final int INPUT_TOKENS_PER_SECOND = 10;

    private static final int OUTPUT_TOKENS_PER_SECOND = 4;

    private final OpenAiTranscriptionRequest request;

    TranscriptionCall(OpenAiTranscriptionRequest request) {
        this.request = request;
    }

    @Override
    public ProviderCapability capability() {
        return ProviderCapability.TRANSCRIPTION;
    }

    @Override
    public String model() {
        return canonical().model();
    }

    @Override
    public boolean stream() {
        return request.stream();
    }

    private TranscriptionRequest canonical() {
        return request.canonical();
    }

    @Override
    public ProviderSelectionCriteria criteria(CallerHeaders caller) {
        long seconds = (long) Math.ceil(canonical().seconds());
        return new ProviderSelectionCriteria(
                capability(),
                model(),
                caller.provider(),
                caller.strategy(),
                Set.of(),
                seconds * INPUT_TOKENS_PER_SECOND,
                seconds * OUTPUT_TOKENS_PER_SECOND,
                Units.audioSeconds(canonical().seconds()));
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (dialect instanceof OpenAiDialect) {
            return OpenAiTranscriptions.request(request, Dialects.upstream(candidate));
        }
        WireRequest wire = translator(dialect).request(canonical(), Dialects.upstream(candidate));
        List<Warning> warnings = new ArrayList<>(wire.warnings());
        warnings.addAll(request.warnings());
        return new WireRequest(wire.url(), wire.headers(), wire.content(), warnings);
    }

    @Override
    public Reply fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        TranscriptionResponse response = response(candidate, dialect, reply);
        boolean own = dialect instanceof OpenAiDialect
                && OpenAiTranscriptions.inOwnFormat(canonical(), Dialects.upstream(candidate));
        byte[] body = own ? reply.body() : OpenAiTranscripts.write(canonical(), response);
        return reply(body, response);
    }

    private Reply reply(byte[] body, TranscriptionResponse response) {
        return new Reply(
                body, OpenAiTranscripts.contentType(canonical().format()), response.usage(), units(response.duration()));
    }

    TranscriptionResponse response(Candidate candidate, Dialect dialect, WireReply reply) {
        return dialect instanceof OpenAiDialect
                ? OpenAiTranscriptions.response(canonical(), Dialects.upstream(candidate), reply)
                : translator(dialect).response(canonical(), reply);
    }

    /** By the vendor's count, or by the file's own length where it gave none. */
    Units units(@Nullable Double seconds) {
        return Units.audioSeconds(seconds == null ? canonical().seconds() : seconds);
    }

    @Override
    public StreamTranslation openStream(Candidate candidate, Dialect dialect) {
        return new TranscriptStream(this, reply -> response(candidate, dialect, reply));
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        TranscriptionResponse response = local(dialect).answer(canonical(), Dialects.upstream(candidate));
        return reply(OpenAiTranscripts.write(canonical(), response), response);
    }

    @Override
    public void inProcessStream(Candidate candidate, Dialect dialect, ChunkSink out) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (InProcessTranscription.Timed next : local(dialect).pieces(canonical(), Dialects.upstream(candidate))) {
            out.pause(next.pause());
            if (next.failure() != null) {
                throw next.failure();
            }
            text.append(next.piece());
            out.write(event(OpenAiTranscripts.delta(next.piece())));
        }
        out.write(event(OpenAiTranscripts.done(new TranscriptionResponse(
                text.toString(), null, canonical().seconds(), List.of(), List.of(), (TokenUsage) null))));
    }

    private static byte[] event(byte[] data) {
        SseWriter out = new SseWriter();
        out.event(data);
        return out.take();
    }

    private TranscriptionTranslator translator(Dialect dialect) {
        TranscriptionTranslator translator = dialect.transcription();
        if (translator == null) {
            throw Dialects.cannot(dialect, capability());
        }
        return translator;
    }

    private InProcessTranscription local(Dialect dialect) {
        InProcessTranscription local = dialect.inProcessTranscription();
        if (local == null) {
            throw Dialects.cannot(dialect, capability());
        }
        return local;
    }
}
