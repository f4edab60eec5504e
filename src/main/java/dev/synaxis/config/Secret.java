package dev.synaxis.config;

/** A key or password that never prints. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
