package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synaxis.config.Compat;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.routing.Candidate;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.MemoryHealthStore;
import dev.synaxis.state.MemoryQuotaTracker;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.TestClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A translator with a mistake in it: the provider is not to blame for what it was never sent. */
final class BrokenTranslatorTest {

    private final Watchdog watchdog = new Watchdog();
    private final VendorCall vendorCall = new VendorCall(
            new Dialects(List.of(new Broken())), watchdog, new TestClock(), new Credentials(List.of(), new TestClock()),
            new LimitListener(new LearnedLimits(new MemoryQuotaTracker(new TestClock()))));
    private CallContext call;

    @BeforeEach
    void setUp() {
        ProviderConfig provider = new ProviderConfig("house", "broken", URI.create("http://house"), null, Tier.FREE,
                Set.of(ProviderCapability.CHAT), List.of(), List.of(), Timeouts.DEFAULT, Resilience.DEFAULT, Map.of(),
                Compat.NONE, Map.of());
        byte[] body = GatewayFixture.chatBody("m").getBytes(StandardCharsets.UTF_8);
        var work = new ChatCall(OpenAiChatRequest.read(body), new MediaFetcher(new PublicHttp(false, watchdog)), new TestClock());
        call = new CallContext(new CallerHeaders("req_1", null, null), work, null, System.nanoTime(), Duration.ofMinutes(1));
        call.current = new Candidate(provider, "m", "m", Tier.FREE, null, null, false, false);
    }

    @AfterEach
    void tearDown() {
        watchdog.close();
    }

    @Test
    void shouldNotBlameTheProviderWhenTheRequestCannotBeTranslated() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        call.attachTo(exchange);
        var breakers = new Breakers(new MemoryHealthStore(new TestClock()), new TestClock());
        CircuitBreaker breaker = breakers.create(call.candidate().provider(), ProviderCapability.CHAT);

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> breaker.executeRunnable(() -> vendorCall.toWire(exchange)))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void shouldCallTheAnswerMalformedWhenItCannotBeTranslated(int status) {
        var reply = new WireReply(status, Map.of(), new byte[0]);

        var thrown = catchThrowableOfType(ProviderException.class, () -> vendorCall.take(call, new Broken(), reply));

        assertThat(thrown.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY);
        assertThat(thrown.failure().message()).doesNotContain("secret");
    }

    private static final class Broken implements Dialect, ChatTranslator {

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Set<ProviderCapability> capabilities() {
            return Set.of(ProviderCapability.CHAT);
        }

        @Override
        public Map<String, String> credentials(String apiKey) {
            return Map.of();
        }

        @Override
        public ChatTranslator chat() {
            return this;
        }

        @Override
        public ProviderFailure failure(WireReply reply) {
            throw new IllegalStateException("secret");
        }

        @Override
        public WireRequest request(ChatRequest request, Upstream upstream) {
            throw new IllegalStateException("secret");
        }

        @Override
        public ChatResponse response(ChatRequest request, WireReply reply) {
            throw new IllegalStateException("secret");
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            throw new IllegalStateException("secret");
        }
    }
}
