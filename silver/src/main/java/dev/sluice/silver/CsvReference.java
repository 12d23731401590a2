package dev.sluice.silver;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.error.ReferenceErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * A CSV file in UTF-8 with a line of names, commas, and quotes where needed. An empty value is
 * NULL, an empty one in quotes an empty text. Read in this process: the file need not be where
 * executors are, and no value is taken for something that it is not.
 */
final class CsvReference implements ReferenceSource {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final int MOST_COLUMNS = 10_000;

  private final Enrichment enrichment;
  private final String path;
  private final Configuration hadoop;

  CsvReference(SparkSession session, Enrichment enrichment, String path) {
    this.enrichment = enrichment;
    this.path = path;
    this.hadoop = session.sparkContext().hadoopConfiguration();
  }

  @Override
  public String version() throws IOException {
    return FileVersion.of(path, hadoop);
  }

  @Override
  public List<InternalRow> rows(String version) throws IOException {
    Path file = new Path(path);
    try (Reader text =
        new BufferedReader(
            new InputStreamReader(
                file.getFileSystem(hadoop).open(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      return rows(text);
    }
  }

  private List<InternalRow> rows(Reader text) throws IOException {
    CsvParser parser = new CsvParser(settings());
    parser.beginParsing(withoutMark(text));
    String[] header = parser.parseNext();
    int[] positions = positions(header == null ? new String[0] : header);
    TextValues values = new TextValues(enrichment.read());
    List<InternalRow> rows = new ArrayList<>();
    for (String[] line = parser.parseNext(); line != null; line = parser.parseNext()) {
      if (line.length != header.length) {
        throw refused(parser, line.length + " values, where the first line has " + header.length);
      }
      String problem = values.read(line, positions);
      if (problem != null) {
        throw refused(parser, problem);
      }
      rows.add(values.row());
      if (rows.size() > MOST_ROWS) {
        throw ReferenceErrors.tooLarge(enrichment.definition().table(), MOST_ROWS);
      }
    }
    return rows;
  }

  private RuntimeException refused(CsvParser parser, String problem) {
    return ReferenceErrors.doesNotFit(
        enrichment.definition().table(),
        List.of("line " + parser.getContext().currentLine() + ": " + problem));
  }

  private static CsvParserSettings settings() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setReadInputOnSeparateThread(false);
    // No line is a comment, and no message quotes one.
    settings.getFormat().setComment('\0');
    settings.setErrorContentLength(0);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(MOST_COLUMNS);
    return settings;
  }

  private static Reader withoutMark(Reader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  /** Where the columns of {@link Enrichment#read()} stand in a line. */
  private int[] positions(String[] header) {
    String[] names =
        Stream.of(header).map(String::valueOf).map(String::strip).toArray(String[]::new);
    StructType columns = enrichment.read();
    List<String> problems =
        Stream.of(columns.fieldNames())
            .distinct()
            .filter(column -> !Arrays.asList(names).contains(column))
            .map(column -> ReferenceErrors.noColumn(column, names))
            .toList();
    if (!problems.isEmpty()) {
      throw ReferenceErrors.doesNotFit(enrichment.definition().table(), problems);
    }
    return Stream.of(columns.fieldNames()).mapToInt(Arrays.asList(names)::indexOf).toArray();
  }
}
