package dev.synaxis.wire;

import java.util.Map;

/** What kind of picture base64 data holds, by its first bytes. */
public final class ImageTypes {

    /** The beginning of each format in base64, as far as whole characters go. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "iVBORw0KGgo", "image/png",
            "/9j/", "image/jpeg",
            "UklGR", "image/webp",
            "R0lGOD", "image/gif",
            "PHN2Zy", "image/svg+xml");

    private ImageTypes() {}

    /** The media type; the one given where the data begins like nothing known. */
    public static String of(String base64, String otherwise) {
        for (Map.Entry<String, String> known : BEGINNINGS.entrySet()) {
            if (base64.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        return otherwise;
    }
}
