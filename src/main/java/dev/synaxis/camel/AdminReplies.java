package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.clear;
import static dev.synaxis.camel.JsonReply.ordered;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.inbound.FrontDoor;
import dev.synaxis.inbound.HttpFront;
import dev.synaxis.routing.Plan;
import dev.synaxis.routing.ProviderSelector;
import dev.synaxis.state.StoreState;
import dev.synaxis.state.Stores;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The answers of {@code /admin}, {@code /health} and {@code /metrics}. */
public final class AdminReplies {

    private final GatewayConfig config;
    private final ProviderDescription providers;
    private final Stores stores;
    private final ProviderSelector selector;
    private final HttpFront front;
    private final PrometheusMeterRegistry metrics;
    private final List<FrontDoor> doors;

    public AdminReplies(
            GatewayConfig config,
            ProviderDescription providers,
            Stores stores,
            ProviderSelector selector,
            HttpFront front,
            PrometheusMeterRegistry metrics,
            List<FrontDoor> doors) {
        this.config = config;
        this.providers = providers;
        this.stores = stores;
        this.selector = selector;
        this.front = front;
        this.metrics = metrics;
        this.doors = List.copyOf(doors);
    }

    /** The process is there. */
    public void live(Exchange exchange) {
        JsonReply.write(clear(exchange), ordered("status", "up"));
    }

    /** Whether new calls are taken; no third party has a say in it. Names what runs on local state. */
    public void ready(Exchange exchange) {
        boolean stopping = front.stopping();
        Message message = clear(exchange);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, stopping ? 503 : 200);
        Map<String, Object> shown = ordered(
                "status", stopping ? "stopping" : "up",
                "stores", ordered(
                        "health", store(stores.health().state()),
                        "quota", store(stores.quota().state())));
        if (!doors.isEmpty()) {
            Map<String, Object> inbound = new TreeMap<>();
            doors.forEach(one -> inbound.put(one.name(), door(one.state())));
            shown.put("inbound", inbound);
        }
        JsonReply.write(message, shown);
    }

    private static Map<String, Object> door(FrontDoor.State state) {
        Map<String, Object> shown = ordered(
                "up", state.up(),
                "in-flight", state.inFlight(),
                "waiting", state.waiting(),
                "paused", state.paused());
        if (state.detail() != null) {
            shown.put("detail", state.detail());
        }
        return shown;
    }

    private static Map<String, Object> store(StoreState state) {
        Map<String, Object> shown = ordered(
                "form", state.shared() ? "redis" : "memory",
                "degraded", state.degraded());
        if (state.detail() != null) {
            shown.put("detail", state.detail());
        }
        return shown;
    }

    /** Prometheus' text form. */
    public void metrics(Exchange exchange) {
        Message message = clear(exchange);
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        message.setBody(ByteBuffer.wrap(metrics.scrape().getBytes(StandardCharsets.UTF_8)));
    }

    /** Every provider: its configuration without secrets, and how it is doing. */
    public void providers(Exchange exchange) {
        List<Map<String, Object>> shown =
                config.providers().stream().map(providers::of).toList();
        JsonReply.write(clear(exchange), ordered("providers", shown));
    }

    /** The plan that the call in this exchange would have; nobody is called. */
    public void plan(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        Plan plan = selector.select(call.work.criteria(call.caller));
        Message message = clear(exchange);
        JsonReply.write(message, PlanDescription.of(call.work.model(), call.work.capability(), plan));
    }
}
