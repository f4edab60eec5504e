package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.openai.RequestScan.Member;
import dev.synaxis.dialect.openai.RequestScan.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A client's request for one provider: its own bytes, with what that provider needs otherwise put in their place. */
final class RequestPatch {

    private static final byte[] SYSTEM = ascii("\"system\"");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] USAGE = ascii("{\"include_usage\":true}");
    private static final byte[] USAGE_FIRST = ascii("\"include_usage\":true,");
    private static final String USAGE_MEMBER = ",\"stream_options\":{\"include_usage\":true}";

    private final byte[] body;
    private final RequestScan scan;
    private final Compat compat;
    private final ByteEdits edits;

    RequestPatch(byte[] body, RequestScan scan, Compat compat) {
        this.body = body;
        this.scan = scan;
        this.compat = compat;
        edits = new ByteEdits(body);
    }

    byte[] apply(String upstreamModel) {
        boolean askUsage = scan.stream && compat.streamUsage() && !compat.drop().contains("stream_options");
        int options = askUsage ? last("stream_options") : -1;
        String model = quoted(upstreamModel);
        byte[] modelBytes = (askUsage && options < 0 ? model + USAGE_MEMBER : model).getBytes(StandardCharsets.UTF_8);
        byte[] modelAgain = model.getBytes(StandardCharsets.UTF_8);
        boolean[] removed = removed(options);
        int lastModel = last("model");
        List<Member> members = scan.members;
        for (int i = 0; i < members.size(); i++) {
            if (removed[i]) {
                continue;
            }
            Member member = members.get(i);
            if (member.name().equals("model")) {
                edits.replace(member.valueStart(), member.valueEnd(), i == lastModel ? modelBytes : modelAgain);
            } else if (i == options) {
                askUsage(member);
            } else {
                rename(member);
            }
        }
        remove(removed);
        if (!compat.developerRole()) {
            for (Span role : scan.messages.developerRoles) {
                edits.replace(role.start(), role.end(), SYSTEM);
            }
        }
        return edits.apply();
    }

    private void askUsage(Member options) {
        if (scan.includeUsage) {
            return;
        }
        Span usage = scan.includeUsageAt;
        if (usage != null) {
            edits.replace(usage.start(), usage.end(), TRUE);
        } else if (scan.streamOptionsEmpty) {
            edits.replace(options.valueStart(), options.valueEnd(), USAGE);
        } else {
            edits.replace(options.valueStart() + 1, options.valueStart() + 1, USAGE_FIRST);
        }
    }

    private void rename(Member member) {
        String name = compat.rename().get(member.name());
        if (name == null) {
            return;
        }
        int end = member.nameStart() + 1;
        while (body[end] != '"') {
            end += body[end] == '\\' ? 2 : 1;
        }
        edits.replace(member.nameStart(), end + 1, quoted(name).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Which fields go: those that the vendor refuses, those that a renamed one takes the place of, and of repeated
     * stream options all but the last.
     */
    private boolean[] removed(int options) {
        List<Member> members = scan.members;
        boolean[] removed = new boolean[members.size()];
        Set<String> gone = new HashSet<>(compat.drop());
        gone.remove("model");
        gone.remove("messages");
        if (!compat.streamUsage()) {
            gone.add("stream_options");
        }
        for (Member member : members) {
            String name = compat.rename().get(member.name());
            if (name != null && !gone.contains(member.name())) {
                gone.add(name);
            }
        }
        if (gone.isEmpty() && options < 0) {
            return removed;
        }
        for (int i = 0; i < removed.length; i++) {
            String name = members.get(i).name();
            removed[i] = gone.contains(name) || options >= 0 && i != options && name.equals("stream_options");
        }
        return removed;
    }

    private void remove(boolean[] removed) {
        List<Member> members = scan.members;
        int kept = removed.length - 1;
        while (kept >= 0 && removed[kept]) {
            kept--;
        }
        for (int i = 0; i < kept; i++) {
            if (removed[i]) {
                edits.remove(members.get(i).nameStart(), members.get(i + 1).nameStart());
            }
        }
        if (kept >= 0 && kept < removed.length - 1) {
            edits.remove(members.get(kept).valueEnd(), members.getLast().valueEnd());
        }
    }

    private int last(String name) {
        for (int i = scan.members.size() - 1; i >= 0; i--) {
            if (scan.members.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
