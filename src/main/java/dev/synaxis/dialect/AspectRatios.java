package dev.synaxis.dialect;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in pixels and the aspect ratios that some vendors take in their place. */
public final class AspectRatios {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private AspectRatios() {}

    /** Width and height in pixels. */
    public record Pixels(int width, int height) {}

    /** What {@code 1024x1536} says; null for {@code auto} and anything else. */
    public static @Nullable Pixels pixels(@Nullable String size) {
        Matcher matcher = SIZE.matcher(size == null ? "" : size);
        if (!matcher.matches()) {
            return null;
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        return width == 0 || height == 0 ? null : new Pixels(width, height);
    }

    /** The ratio ({@code 16:9}) of the list that is nearest. */
    public static String nearest(Pixels pixels, List<String> ratios) {
        double wanted = Math.log((double) pixels.width() / pixels.height());
        return ratios.stream().min(Comparator.comparingDouble(ratio -> Math.abs(log(ratio) - wanted))).orElseThrow();
    }

    private static double log(String ratio) {
        int colon = ratio.indexOf(':');
        return Math.log(Double.parseDouble(ratio.substring(0, colon)) / Double.parseDouble(ratio.substring(colon + 1)));
    }
}
