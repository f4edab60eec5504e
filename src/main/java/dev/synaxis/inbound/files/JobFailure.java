package dev.synaxis.inbound.files;

/** Why a whole job cannot go on, in words for whoever dropped the file; trying again would not help. */
final class JobFailure extends Exception {

    JobFailure(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
