package dev.synaxis.dialect;

import dev.synaxis.model.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be told of a picture's file without decoding it: its media type. */
public final class ImageFiles {

    private static final int HEAD = 12;

    private static final Map<String, String> BY_EXTENSION = Map.of(
            "avif", "image/avif",
            "bmp", "image/bmp",
            "gif", "image/gif",
            "heic", "image/heic",
            "heif", "image/heif",
            "jpeg", "image/jpeg",
            "jpg", "image/jpeg",
            "png", "image/png",
            "webp", "image/webp");

    private static final Set<String> HEIC = Set.of("heic", "heix", "hevc", "hevx");
    private static final Set<String> HEIF = Set.of("mif1", "msf1");

    private ImageFiles() {}

    /** By its first bytes, else its name, else the type that the client declared; null where none makes it a picture. */
    public static @Nullable String type(Upload file) {
        String type = sniffed(file);
        if (type == null) {
            String name = file.filename();
            type = BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        }
        if (type == null && file.contentType() != null) {
            String declared = file.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            type = declared.startsWith("image/") ? declared : null;
        }
        return type;
    }

    /** By its first bytes alone; null for a file that begins like no picture. */
    public static @Nullable String sniffed(Upload file) {
        String head;
        try (InputStream in = file.open()) {
            head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (head.startsWith("GIF8")) {
            return "image/gif";
        }
        if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return "image/webp";
        }
        return head.startsWith("ftyp", 4) ? ofBrand(head.substring(8)) : null;
    }

    /** A file of the ISO base media format says in its first box what is in it. */
    private static @Nullable String ofBrand(String brand) {
        if (HEIC.contains(brand)) {
            return "image/heic";
        }
        if (HEIF.contains(brand)) {
            return "image/heif";
        }
        return brand.equals("avif") || brand.equals("avis") ? "image/avif" : null;
    }
}
