package dev.synaxis.testkit;

/** How a scripted answer breaks off. */
public enum Cut {
    /** The connection is closed (FIN) without the end of the body: no last chunk, or fewer bytes than announced. */
    CLOSE,
    /** The connection is reset (RST). */
    RESET,
    /** The body ends cleanly for HTTP, too early for the vendor's protocol. */
    EOF
}
