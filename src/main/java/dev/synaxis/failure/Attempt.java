package dev.synaxis.failure;

/**
 * One failed call to one candidate, as the client and the log may see it.
 *
 * @param model  the upstream model
 * @param status the vendor's HTTP status; 0 where there was no answer
 */
public record Attempt(String provider, String model, FailureKind kind, int status) {}
