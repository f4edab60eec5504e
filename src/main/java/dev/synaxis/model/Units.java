package dev.synaxis.model;

/**
 * What a call uses besides tokens, each in the unit that its capability is paid by; 0 where a call has none of it.
 *
 * @param images       images made
 * @param audioSeconds seconds of sound listened to
 * @param characters   characters spoken
 *
 * <p>As with {@link TokenUsage}, what no call can have used counts as the nearest that it can.
 */
public record Units(long images, double audioSeconds, long characters) {

    /** More than any call uses. */
    private static final long MOST = 1_000_000_000;

    public static final Units NONE = new Units(0, 0, 0);

    public Units {
        images = Math.clamp(images, 0, MOST);
        audioSeconds = audioSeconds > 0 ? Math.min(audioSeconds, MOST) : 0;
        characters = Math.clamp(characters, 0, MOST);
    }

    public static Units images(long count) {
        return new Units(count, 0, 0);
    }

    public Units plus(Units more) {
        return new Units(images + more.images, audioSeconds + more.audioSeconds, characters + more.characters);
    }

    public static Units audioSeconds(double seconds) {
        return new Units(0, seconds, 0);
    }

    public static Units characters(long count) {
        return new Units(0, 0, count);
    }
}
