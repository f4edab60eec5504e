package dev.synaxis.model;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file that a client sent along with its request. It lasts as long as the call does. */
public interface Upload {

    /** As the client named it, which may be empty; never a path of this machine. */
    String filename();

    /** As the client declared it; null where it did not. */
    @Nullable String contentType();

    /** In bytes, at least 1. */
    long size();

    /** A new stream over the whole content, as often as one is asked for: another provider may have its turn. */
    InputStream open() throws IOException;
}
