package dev.synaxis.dialect;

/** Something that a client can ask for, which a dialect carries, warns of or leaves to others. */
public interface Feature {

    /** The words for it in {@code docs/vendors.md}. */
    String label();

    /** The field that a warning about it, or a refusal of it, names. */
    String field();
}
