package dev.synaxis.model;

/**
 * What a call uses besides tokens, each in the unit that its capability is paid by; 0 where a call has none of it.
 *
 * @param images       images made
 * @param audioSeconds seconds of sound listened to
 * @param characters   characters spoken
 */
public record Units(long images, double audioSeconds, long characters) {

    public static final Units NONE = new Units(0, 0, 0);

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
