package dev.synaxis.camel;

import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.ImageFiles;
import dev.synaxis.dialect.openai.ImageReference;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatMessage.AssistantMessage;
import dev.synaxis.model.ChatMessage.SystemMessage;
import dev.synaxis.model.ChatMessage.ToolMessage;
import dev.synaxis.model.ChatMessage.UserMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.MediaSource.Data;
import dev.synaxis.model.MediaSource.Url;
import dev.synaxis.model.Upload;
import dev.synaxis.wire.BytesUpload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts bytes in the place of media URLs for vendors that do not fetch URLs themselves: of all URLs of a request together
 * at most 32 MiB, in at most 30 s.
 */
public final class MediaFetcher {

    private static final int MAX_BYTES = 32 * 1024 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(30);

    private final PublicHttp http;

    public MediaFetcher(PublicHttp http) {
        this.http = http;
    }

    /**
     * @param had what the call has fetched so far: each candidate may need it, and each URL is asked once
     * @throws InvalidRequestException where a URL cannot be had, or must not be asked for
     */
    ChatRequest withBytes(ChatRequest request, ChatTranslator translator, Fetching had) {
        if (request.messages().stream().noneMatch(m -> needsBytes(m, translator))) {
            return request;
        }
        had.begin();
        List<ChatMessage> messages = new ArrayList<>();
        int index = 0;
        for (ChatMessage message : request.messages()) {
            messages.add(needsBytes(message, translator) ? fetched(message, index, translator, had) : message);
            index++;
        }
        return new ChatRequest(
                request.model(),
                messages,
                request.tools(),
                request.toolChoice(),
                request.responseFormat(),
                request.options(),
                request.stream(),
                request.includeUsage());
    }

    /**
     * The images that a request names, as files. Data URLs are decoded, other URLs fetched.
     *
     * @throws InvalidRequestException where one cannot be had, or is a file of the vendor's own
     */
    List<Upload> uploads(List<ImageReference> references) {
        Allowance left = new Allowance();
        List<Upload> uploads = new ArrayList<>();
        for (ImageReference reference : references) {
            Upload upload = switch (reference.source()) {
                case Data(String mediaType, String base64) -> decoded(mediaType, base64, reference.field());
                case Url(String url) -> {
                    PublicHttp.Fetched fetched = fetch(url, reference.field() + ".image_url", left);
                    yield new BytesUpload("", fetched.mediaType(), fetched.bytes());
                }
                case MediaSource.FileId(String id) -> throw new InvalidRequestException(
                        reference.field() + ".file_id", reference.field() + ": only OpenAI has its own files");
            };
            if (ImageFiles.type(upload) == null) {
                throw new InvalidRequestException(400,
                        reference.field() + ": what the URL holds is no picture",
                        reference.field() + ".image_url", "unsupported_file");
            }
            uploads.add(upload);
        }
        return uploads;
    }

    private static Upload decoded(String mediaType, String base64, String field) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length > 0) {
                return new BytesUpload("", mediaType, bytes);
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same error
        }
        throw new InvalidRequestException(field + ".image_url", field + ": the data URL holds no base64");
    }

    /** Fetches the pictures of one answer, one URL after the other; what a data URL holds is there already. */
    Function<String, Data> pictures() {
        Allowance left = new Allowance();
        return url -> {
            int comma = url.startsWith("data:") ? url.indexOf(";base64,") : -1;
            if (comma > 0) {
                return new Data(url.substring("data:".length(), comma), url.substring(comma + ";base64,".length()));
            }
            PublicHttp.Fetched fetched = fetch(url, "url", left);
            return new Data(fetched.mediaType(), Base64.getEncoder().encodeToString(fetched.bytes()));
        };
    }

    private PublicHttp.Fetched fetch(String url, String field, Allowance left) {
        PublicHttp.Fetched fetched = http.get(url, field, left.bytes, left.time());
        left.bytes -= fetched.bytes().length;
        return fetched;
    }

    private static boolean needsBytes(ChatMessage message, ChatTranslator translator) {
        return message.content().stream().anyMatch(part -> needsBytes(part, translator));
    }

    private static boolean needsBytes(ContentPart part, ChatTranslator translator) {
        return switch (part) {
            case ContentPart.Image image ->
                image.source() instanceof Url url && isHttp(url) && !translator.takesUrl(image, url);
            case ContentPart.FilePart file ->
                file.source() instanceof Url url && isHttp(url) && !translator.takesUrl(file, url);
            case ContentPart.Text text -> false;
            case ContentPart.Audio audio -> false;
            case ContentPart.Refusal refusal -> false;
            case ContentPart.Reasoning reasoning -> false;
        };
    }

    private static boolean isHttp(Url url) {
        return url.url().startsWith("http://") || url.url().startsWith("https://");
    }

    private ChatMessage fetched(ChatMessage message, int index, ChatTranslator translator, Fetching had) {
        List<ContentPart> parts = new ArrayList<>();
        int n = 0;
        for (ContentPart part : message.content()) {
            String field = "messages[" + index + "].content[" + n++ + "]";
            parts.add(needsBytes(part, translator) ? fetched(part, field, had) : part);
        }
        return switch (message) {
            case SystemMessage m -> new SystemMessage(parts, m.developer(), m.name());
            case UserMessage m -> new UserMessage(parts, m.name());
            case AssistantMessage m -> new AssistantMessage(parts, m.toolCalls(), m.name());
            case ToolMessage m -> new ToolMessage(parts, m.toolCallId(), m.toolName());
        };
    }

    private ContentPart fetched(ContentPart part, String field, Fetching had) {
        return switch (part) {
            case ContentPart.Image image ->
                new ContentPart.Image(data(image.source(), field, had), image.detail(), image.cache());
            case ContentPart.FilePart file ->
                new ContentPart.FilePart(data(file.source(), field, had), file.filename(), file.cache());
            case ContentPart.Text text -> text;
            case ContentPart.Audio audio -> audio;
            case ContentPart.Refusal refusal -> refusal;
            case ContentPart.Reasoning reasoning -> reasoning;
        };
    }

    private MediaSource data(MediaSource source, String field, Fetching had) {
        return source instanceof Url url ? had.data(url.url(), field, this) : source;
    }

    /** The media of one call. Used by one thread. */
    static final class Fetching {
        private final Map<String, Data> data = new HashMap<>();
        private @Nullable InvalidRequestException failure;
        private @Nullable Allowance left;

        /** A candidate has its turn: its request may hold as much as that of any other, but the time is the call's. */
        private Allowance begin() {
            Allowance allowance = left == null ? new Allowance() : left;
            allowance.bytes = MAX_BYTES;
            left = allowance;
            return allowance;
        }

        private Data data(String url, String field, MediaFetcher fetcher) {
            if (failure != null) {
                throw failure;
            }
            Allowance allowance = left == null ? begin() : left;
            try {
                Data known = data.get(url);
                if (known == null) {
                    PublicHttp.Fetched fetched = fetcher.fetch(url, field, allowance);
                    known = new Data(fetched.mediaType(), Base64.getEncoder().encodeToString(fetched.bytes()));
                    data.put(url, known);
                } else {
                    allowance.take(known.base64().length() / 4 * 3, field);
                }
                return known;
            } catch (InvalidRequestException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** What one request may still fetch. */
    private static final class Allowance {
        private final long until = System.nanoTime() + MAX_TIME.toNanos();
        private int bytes = MAX_BYTES;

        /** The same bytes once more. */
        void take(int more, String field) {
            bytes -= more;
            if (bytes < 0) {
                throw PublicHttp.tooLarge(field);
            }
        }

        Duration time() {
            return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        }
    }
}
