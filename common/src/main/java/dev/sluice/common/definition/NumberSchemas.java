package dev.sluice.common.definition;

import static dev.sluice.common.definition.SchemaProblems.child;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.EventSchema.Type;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the schemas of numbers, and of decimals whatever they are written as. */
final class NumberSchemas {
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");
  private static final int MAX_PRECISION = 38;
  // A double ends at 1.8e308; rounding a bound far beyond it to an integer would fill the heap.
  private static final int MAX_EXPONENT = 400;
  private final SchemaProblems problems;

  NumberSchemas(SchemaProblems problems) {
    this.problems = problems;
  }

  Optional<Type> integer(String at, JsonNode schema) {
    SchemaBounds bounds = bounds(at, schema);
    if (bounds.excludeEveryLong()) {
      problems.add(at, "no bigint is within its bounds");
      return Optional.empty();
    }
    SchemaBounds.Range range = bounds.ofLongs();
    return Optional.of(
        new Type.Int(
            Optional.ofNullable(range.minimum()).map(BigDecimal::longValueExact),
            Optional.ofNullable(range.maximum()).map(BigDecimal::longValueExact)));
  }

  Optional<Type> number(String at, JsonNode schema) {
    SchemaBounds.Range range = bounds(at, schema).ofDoubles();
    checkNotEmpty(at, range);
    return Optional.of(new Type.Float(range.minimum(), range.maximum()));
  }

  Optional<Type> decimal(String at, JsonNode schema, String type) {
    Matcher decimal = DECIMAL.matcher(schema.get("sluiceType").asText());
    if (!decimal.matches()) {
      problems.add(
          child(at, "sluiceType"),
          "not supported yet: " + schema.get("sluiceType") + " (decimal(precision,scale))");
      return Optional.empty();
    }
    if (schema.has("format") || schema.has("enum")) {
      problems.add(at, "not supported yet: sluiceType together with format or enum");
    }
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
      problems.add(
          child(at, "sluiceType"), "needs a precision of 1 to 38 and a scale of at most that");
      return Optional.empty();
    }
    if (type.equals("integer") && scale > 0) {
      problems.add(child(at, "sluiceType"), "an integer has scale 0");
    }
    SchemaBounds.Range range = bounds(at, schema).ofDecimals(scale);
    checkNotEmpty(at, range);
    return Optional.of(
        new Type.Decimal(
            precision, scale, type.equals("string"), range.minimum(), range.maximum()));
  }

  private SchemaBounds bounds(String at, JsonNode schema) {
    return new SchemaBounds(
        bound(at, schema, "minimum"),
        bound(at, schema, "exclusiveMinimum"),
        bound(at, schema, "maximum"),
        bound(at, schema, "exclusiveMaximum"));
  }

  private BigDecimal bound(String at, JsonNode schema, String keyword) {
    if (!schema.has(keyword)) {
      return null;
    }
    JsonNode bound = schema.get(keyword);
    if (!bound.isNumber()) {
      problems.add(child(at, keyword), "must be a number");
      return null;
    }
    // Jackson reads a number beyond double as an infinite double, which is no BigDecimal.
    boolean isFinite = Double.isFinite(bound.doubleValue());
    if (!isFinite || Math.abs((long) bound.decimalValue().scale()) > MAX_EXPONENT) {
      problems.add(child(at, keyword), "is beyond the range of a double");
      return null;
    }
    return bound.decimalValue();
  }

  private void checkNotEmpty(String at, SchemaBounds.Range range) {
    if (range.isEmpty()) {
      problems.add(at, "no value is within its bounds");
    }
  }
}
