package dev.synaxis.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant by one that does not exist. */
public final class Spelling {

    private Spelling() {}

    /** {@code  (did you mean "port"?)}, or nothing where no name is close. */
    static String hint(String written, Collection<String> known) {
        return closest(written, known).map(name -> " (did you mean \"" + name + "\"?)").orElse("");
    }

    /** The known name that differs by two letters at most; empty where it is a known one, or none is so close. */
    public static Optional<String> slip(String written, Collection<String> known) {
        String plain = plain(written);
        return known.contains(written)
                ? Optional.empty()
                : known.stream().filter(name -> distance(plain, plain(name)) <= 2).sorted().findFirst();
    }

    private static Optional<String> closest(String written, Collection<String> known) {
        String plain = plain(written);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(plain, plain(name));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return bestDistance <= Math.max(1, plain.length() / 3) ? Optional.ofNullable(best) : Optional.empty();
    }

    /** Without case, hyphens and underscores: {@code baseUrl}, {@code base_url} and {@code base-url} are the same. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** How many letters must be put in, taken out, changed or swapped with the next to make one word of the other. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped = i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
