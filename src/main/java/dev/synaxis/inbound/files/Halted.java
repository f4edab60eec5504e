package dev.synaxis.inbound.files;

/** A job was told to stop working; what it was about to ask has not been asked. */
final class Halted extends Exception {

    Halted() {
        super("halted");
    }
}
