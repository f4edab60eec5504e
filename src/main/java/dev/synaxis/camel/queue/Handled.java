package dev.synaxis.camel.queue;

/** What is to be done about a message. */
sealed interface Handled {

    /**
     * To be answered, and forgotten by {@link QueueDoor#settled} once the broker has the answer.
     *
     * @param key     under which the reply is kept
     * @param lasting whether it stays there, because the client may ask under this key again
     */
    record Answered(Answer answer, String key, boolean lasting) implements Handled {}

    /** To be put aside for an operator: nobody can tell what was asked. */
    record Dead(String code, String reason) implements Handled {}
}
