package dev.synaxis.camel;

import dev.synaxis.dialect.WireRequest;
import dev.synaxis.routing.Candidate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Azure's path by deployments: {@code <endpoint>/openai/deployments/<deployment>/chat/completions?api-version=...}, and
 * so for each operation of the openai dialect. Source: https://learn.microsoft.com/azure/ai-foundry/openai/reference
 * (read 2026-11-22).
 */
final class AzurePath {

    private AzurePath() {}

    /** The request at the path of its deployment, where the provider has such paths; else the same request. */
    static WireRequest of(Candidate candidate, WireRequest wire) {
        String version = candidate.provider().compat().azureApiVersion();
        String base = String.valueOf(candidate.provider().baseUrl());
        if (version == null || !wire.url().startsWith(base)) {
            return wire;
        }
        String deployment = URLEncoder.encode(candidate.upstreamModel(), StandardCharsets.UTF_8).replace("+", "%20");
        String operation = wire.url().substring(base.length());
        String url = base + "/deployments/" + deployment + operation
                + (operation.indexOf('?') < 0 ? '?' : '&') + "api-version=" + version;
        return new WireRequest(url, wire.headers(), wire.content(), wire.warnings());
    }
}
