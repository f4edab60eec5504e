package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.InProcessSpeech;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiSpeechEvents;
import dev.synaxis.dialect.openai.OpenAiSpeechRequest;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.wire.SseWriter;
import java.util.List;
import java.util.Set;

/**
 * A text to speak, asked for in OpenAI's form. A provider of the same dialect gets the client's own bytes. The audio goes
 * to a client that is connected as it comes, bare or in events; to any other as a whole.
 */
final class SpeechCall implements CapabilityCall {

    private static final int CHARS_PER_TOKEN = 4;

    private final OpenAiSpeechRequest request;

    SpeechCall(OpenAiSpeechRequest request) {
        this.request = request;
    }

    @Override
    public ProviderCapability capability() {
        return ProviderCapability.SPEECH;
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public boolean stream() {
        return request.events();
    }

    @Override
    public boolean asItComes() {
        return true;
    }

    private Units units() {
        return Units.characters(request.canonical().characters());
    }

    @Override
    public ProviderSelectionCriteria criteria(CallerHeaders caller) {
        return new ProviderSelectionCriteria(
                ProviderCapability.SPEECH,
                request.model(),
                caller.provider(),
                caller.strategy(),
                Set.of(),
                Math.max(1, request.canonical().characters() / CHARS_PER_TOKEN),
                SpeechFormats.outputTokens(request.canonical().characters()),
                units());
    }

    private static SpeechTranslator translator(Dialect dialect) {
        SpeechTranslator translator = dialect.speech();
        if (translator == null) {
            throw Dialects.cannot(dialect, ProviderCapability.SPEECH);
        }
        return translator;
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (dialect instanceof OpenAiDialect) {
            Upstream upstream = Dialects.upstream(candidate);
            SpeechFormats.check(request.canonical().format(), upstream.compat().refusedFormats(), upstream);
            return new WireRequest(
                    OpenAiSpeechEvents.url(upstream),
                    OpenAiSpeechEvents.HEADERS,
                    request.forward(candidate.upstreamModel()),
                    List.of());
        }
        return translator(dialect).request(request.canonical(), Dialects.upstream(candidate));
    }

    @Override
    public Reply fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        return reply(SpeechTranslation.whole(translator(dialect), dialect, request.canonical(), reply));
    }

    private Reply reply(SpeechResponse response) {
        return new Reply(response.audio(), response.contentType(), response.usage(), units());
    }

    @Override
    public StreamTranslation openStream(Candidate candidate, Dialect dialect) {
        return new SpeechTranslation(
                translator(dialect), dialect, request.canonical(), request.events(), dialect instanceof OpenAiDialect);
    }

    private static InProcessSpeech inProcess(Dialect dialect) {
        InProcessSpeech speech = dialect.inProcessSpeech();
        if (speech == null) {
            throw Dialects.cannot(dialect, ProviderCapability.SPEECH);
        }
        return speech;
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        return reply(inProcess(dialect).answer(request.canonical(), Dialects.upstream(candidate)));
    }

    @Override
    public StreamForm inProcessForm(Dialect dialect) {
        return request.events() ? StreamForm.EVENTS : StreamForm.bytes(inProcess(dialect).contentType(request.canonical()));
    }

    @Override
    public Units inProcessUnits() {
        return units();
    }

    @Override
    public void inProcessStream(Candidate candidate, Dialect dialect, ChunkSink sink) throws InterruptedException {
        SpeechRequest canonical = request.canonical();
        SseWriter out = new SseWriter();
        for (InProcessSpeech.Timed step : inProcess(dialect).stream(canonical, Dialects.upstream(candidate))) {
            sink.pause(step.pause());
            if (step.failure() != null) {
                throw step.failure();
            }
            if (request.events()) {
                out.event(OpenAiSpeechEvents.delta(step.audio()));
                sink.write(out.take());
            } else {
                sink.write(step.audio());
            }
        }
        if (request.events()) {
            out.event(OpenAiSpeechEvents.done(null));
            sink.write(out.take());
        }
    }
}
