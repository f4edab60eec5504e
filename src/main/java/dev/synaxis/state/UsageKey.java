package dev.synaxis.state;

import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * What a line of the accounts is about. Control characters become '?'; a model's name is cut after 200 characters.
 *
 * @param day      in UTC
 * @param provider its id, {@code none} where nobody was asked, as for model and tier
 * @param model    by its name at the provider
 * @param tier     why the provider had its turn
 * @param key      the label of the client's key, never the key
 */
public record UsageKey(LocalDate day, String capability, String provider, String model, String tier, String key) {

    public static final String NONE = "none";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST = 200;

    public UsageKey {
        model = CONTROL.matcher(model.length() > LONGEST ? model.substring(0, LONGEST) : model).replaceAll("?");
    }

    UsageKey withModel(String other) {
        return new UsageKey(day, capability, provider, other, tier, key);
    }
}
