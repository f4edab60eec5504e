package dev.synaxis.camel;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.routing.Plan;

/** The HTTP status that a call is answered with. */
final class ReplyStatus {

    private ReplyStatus() {}

    static int of(CallContext call) {
        if (call.answered()) {
            return 200;
        }
        ProviderFailure failure = call.reported;
        if (failure != null) {
            return ownStatus(failure) && call.attempts.size() == 1 ? failure.status() : of(failure);
        }
        Plan plan = call.plan;
        if (plan != null && plan.unfit() != null) {
            return plan.unfit().clientStatus();
        }
        return plan != null && !plan.modelKnown() ? 404 : 503;
    }

    /**
     * The vendor's own 4xx for a request that it finds wrong or for a model that it does not know, which many say with 400
     * and OpenAI with 403 where the key has no access to it; its 429, whether it means a limit, a crowd or a request that is
     * larger than a minute's tokens; 413 for a part of the request that is too large for everybody; 400 for a filter's
     * refusal that its capability cannot say.
     */
    private static int of(ProviderFailure failure) {
        if (failure.kind() == FailureKind.CONTENT_FILTERED) {
            return 400;
        }
        boolean vendors = switch (failure.kind()) {
            case INVALID_REQUEST -> failure.status() >= 400 && failure.status() < 500;
            case UNSUPPORTED -> failure.status() == 429 || failure.status() == 413 && failure.param() != null;
            case MODEL_NOT_FOUND -> failure.status() == 400 || failure.status() == 403 || failure.status() == 422;
            case OVERLOADED -> failure.status() == 429;
            default -> false;
        };
        return vendors ? failure.status() : failure.kind().clientStatus();
    }

    /** What a vendor that was the only one to be asked says with a status of its own: no money, or a 400 for a refused key. */
    private static boolean ownStatus(ProviderFailure failure) {
        return switch (failure.kind()) {
            case QUOTA_EXHAUSTED -> failure.status() == 402 || failure.status() == 400 || failure.status() == 403;
            case AUTHENTICATION -> failure.status() == 400;
            default -> false;
        };
    }
}
