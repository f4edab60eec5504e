package dev.synaxis.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant by one that does not exist. */
final class Spelling {

    private Spelling() {}

    /** {@code  (did you mean "port"?)}, or nothing where no name is close. */
    static String hint(String written, Collection<String> known) {
        return closest(written, known).map(name -> " (did you mean \"" + name + "\"?)").orElse("");
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

    /** How many letters must be put in, taken out or changed to make one word of the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
