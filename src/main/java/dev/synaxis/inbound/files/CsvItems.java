package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records of a CSV file with a header; the text and the id are found by the names of their columns. */
final class CsvItems implements ItemReader {

    private static final CsvMapper MAPPER = CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final ObjectReader fields;
    private final String textName;
    private final int columns;
    private final int textColumn;
    /** -1 where the file has none. */
    private final int idColumn;

    /** @throws JobFailure where the header has no such column */
    CsvItems(@Nullable RawRecord header, JobSettings settings) throws JobFailure {
        fields = MAPPER.readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(settings.delimiter()));
        String text = header == null || header.problem() != null ? null : ItemReader.text(header.bytes());
        String[] read = text == null ? null : fields(text);
        if (read == null) {
            throw new JobFailure("the first line is no header of a CSV file");
        }
        List<String> names = Arrays.stream(read).map(String::strip).toList();
        textName = settings.column();
        columns = names.size();
        textColumn = names.indexOf(textName);
        idColumn = names.indexOf(settings.idColumn());
        if (textColumn < 0) {
            throw new JobFailure("the header has no column '" + textName + "'; it has "
                    + names.stream().limit(20).collect(Collectors.joining(", "))
                    + (columns == 1 ? " (columns are taken to be parted by '" + settings.delimiter() + "')" : ""));
        }
    }

    @Override
    public Item read(long line, String text) {
        String[] read = fields(text);
        if (read == null) {
            return new Item.Bad(line, null, null, "not a CSV record");
        }
        TextNode id = idColumn >= 0 && idColumn < read.length ? TextNode.valueOf(read[idColumn]) : null;
        if (read.length != columns) {
            return new Item.Bad(line, id, null, "has " + read.length + " fields, the header has " + columns);
        }
        if (read[textColumn].isBlank()) {
            return new Item.Bad(line, id, null, "the field '" + textName + "' is empty");
        }
        return new Item.Text(line, id, read[textColumn]);
    }

    private String @Nullable [] fields(String record) {
        try (MappingIterator<String[]> rows = fields.readValues(record)) {
            return rows.hasNextValue() ? rows.nextValue() : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
