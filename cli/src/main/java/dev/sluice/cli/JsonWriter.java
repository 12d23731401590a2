package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows as a JSON array with one object a line. Decimals keep every digit. */
final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().build().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final PrintStream out;

  JsonWriter(PrintStream out) {
    this.out = out;
  }

  void write(List<String> columns, Iterable<? extends List<?>> rows) {
    List<String> names = distinct(columns);
    String separator = "[\n";
    for (List<?> row : rows) {
      out.print(separator + generated(json -> writeRow(json, names, row)));
      separator = ",\n";
    }
    out.println("[\n".equals(separator) ? "[]" : "\n]");
  }

  void write(Map<String, ?> object) {
    out.println(compact(object));
  }

  static String compact(Object value) {
    return generated(json -> writeValue(json, value));
  }

  // SQL allows two columns of one name, an object does not.
  private static List<String> distinct(List<String> columns) {
    Set<String> taken = new HashSet<>();
    return columns.stream()
        .map(
            column -> {
              String name = column;
              for (int number = 2; !taken.add(name); number++) {
                name = column + "_" + number;
              }
              return name;
            })
        .toList();
  }

  private static void writeRow(JsonGenerator json, List<String> names, List<?> row)
      throws IOException {
    json.writeStartObject();
    for (int column = 0; column < names.size(); column++) {
      json.writeFieldName(names.get(column));
      writeValue(json, row.get(column));
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      writeNumber(json, number);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        writeValue(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> values) {
      json.writeStartArray();
      for (Object element : values) {
        writeValue(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(Cells.text(value));
    }
  }

  private static void writeNumber(JsonGenerator json, Number number) throws IOException {
    if (number instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else if (number instanceof Double || number instanceof Float) {
      writeFloating(json, number);
    } else {
      json.writeNumber(number.longValue());
    }
  }

  // JSON has no NaN and no infinity; as a string they can at least be seen.
  private static void writeFloating(JsonGenerator json, Number number) throws IOException {
    if (Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(number.toString());
    }
  }

  private static String generated(Generation generation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      generation.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private interface Generation {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
