package dev.synaxis.testkit;

/** A vendor's error answer: HTTP status and JSON body. */
public record VendorError(int status, String body) {}
