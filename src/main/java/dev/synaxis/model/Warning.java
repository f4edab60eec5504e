package dev.synaxis.model;

/**
 * A request setting that the vendor could not honour as it was sent.
 *
 * @param field   the client's name of it, such as {@code logit_bias}
 * @param message what was done instead, in a few ASCII words without the value itself
 */
public record Warning(String field, String message) {}
