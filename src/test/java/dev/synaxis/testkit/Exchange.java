package dev.synaxis.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The fate of one answer, shared between the thread that writes it, the one that listens for the peer, and tests. */
final class Exchange {

    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile @Nullable Instant hungUpAt;
    private volatile int piecesSent;
    private volatile boolean answered;

    /** Waits; an exception ends the answer when the peer (or the test) went away meanwhile. */
    void pause(Duration pause) throws PeerGone, InterruptedException {
        if (gone.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new PeerGone();
        }
    }

    /** Says nothing more until the peer goes away. */
    void hang() throws PeerGone, InterruptedException {
        gone.await();
        throw new PeerGone();
    }

    void checkPeer() throws PeerGone {
        if (gone.getCount() == 0) {
            throw new PeerGone();
        }
    }

    /** The peer's end of the connection is closed; counts as hanging up only while the answer is under way. */
    synchronized void peerClosed(Instant at) {
        if (!answered && hungUpAt == null) {
            hungUpAt = at;
        }
        gone.countDown();
    }

    void sent(int pieces) {
        piecesSent = pieces;
    }

    /** The end of the script is about to be written: what the peer does from here on is not hanging up. */
    synchronized void ending() {
        answered = true;
    }

    @Nullable Instant hungUpAt() {
        return hungUpAt;
    }

    int piecesSent() {
        return piecesSent;
    }

    boolean answered() {
        return answered;
    }

    /** The peer is not there any more. */
    static final class PeerGone extends Exception {
        private static final long serialVersionUID = 1;
    }
}
