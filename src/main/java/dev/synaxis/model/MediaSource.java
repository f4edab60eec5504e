package dev.synaxis.model;

/** Where the bytes of an image, a sound or a file are. */
public sealed interface MediaSource {

    /** A location that the vendor, or Synaxis for it, fetches: http(s) or a vendor's own scheme such as gs://. */
    record Url(String url) implements MediaSource {}

    /**
     * The bytes themselves.
     *
     * @param mediaType such as {@code image/png}
     * @param base64    standard alphabet, padded, no line breaks
     */
    record Data(String mediaType, String base64) implements MediaSource {}

    /** A file that was uploaded to the vendor before, by the vendor's id. */
    record FileId(String id) implements MediaSource {}
}
