package dev.synaxis.routing;

/** What providers' own lists of models say, as far as selection looks at them. */
public interface ModelLists {

    /** No list has been read. */
    ModelLists NONE = (provider, upstream) -> false;

    /** Whether the catalogue gives the provider a model that is in its own list no more. */
    boolean lacks(String provider, String upstream);
}
