package dev.sluice.silver;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads what the dataset does not know and keeps it as JSON among the extra fields: numbers as they
 * are, without what a logical type makes of them but for decimals, bytes in Base64, numbers that
 * are not finite as texts. A writer's record may contain itself here.
 */
final class AvroExtras {
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private final Map<String, Extra> records = new HashMap<>();

  /** Reads one value and appends it to the extra fields. */
  interface Extra {
    /** Leaves the input behind the value. */
    void keep(BinaryInput in) throws Damaged;
  }

  Extra of(Schema schema) {
    Extra extra = anyLength(schema);
    return in -> {
      extra.keep(in);
      in.checkExtra();
    };
  }

  private Extra anyLength(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> in -> in.extra().appendNull();
      case BOOLEAN -> in -> append(in, Boolean.TRUE.equals(AvroValues.bool(in)) ? TRUE : FALSE);
      case INT -> in -> append(in, ascii(Integer.toString(in.zigzagInt())));
      case LONG -> in -> append(in, ascii(Long.toString(in.zigzag())));
      case FLOAT ->
          in -> {
            float value = in.fixedFloat();
            append(in, number(Float.toString(value), Float.isFinite(value)));
          };
      case DOUBLE ->
          in -> {
            double value = in.fixedDouble();
            append(in, number(Double.toString(value), Double.isFinite(value)));
          };
      case ENUM -> symbols(schema.getEnumSymbols());
      case STRING -> in -> append(in, ExtraFields.quoted(AvroValues.text(in).toString()));
      case BYTES -> in -> bytes(schema, in, in.zigzag());
      case FIXED -> in -> bytes(schema, in, schema.getFixedSize());
      case ARRAY -> array(of(schema.getElementType()));
      case MAP -> map(of(schema.getValueType()));
      case UNION -> union(schema);
      case RECORD -> record(schema);
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(BinaryInput in, byte[] json) {
    in.extra().append(json, 0, json.length);
  }

  private static byte[] number(String text, boolean isFinite) {
    return isFinite ? ascii(text) : ExtraFields.quoted(text);
  }

  private static Extra symbols(List<String> symbols) {
    byte[][] texts = symbols.stream().map(ExtraFields::quoted).toArray(byte[][]::new);
    return in -> {
      int symbol = in.zigzagInt();
      if (symbol < 0 || symbol >= texts.length) {
        throw in.malformed("a symbol that its enumeration does not have");
      }
      append(in, texts[symbol]);
    };
  }

  private static void bytes(Schema schema, BinaryInput in, long count) throws Damaged {
    int start = in.takeValue(count);
    boolean isNumber =
        schema.getLogicalType() instanceof LogicalTypes.Decimal
            && count > 0
            && count <= AvroValues.LONGEST_NUMBER;
    append(
        in,
        isNumber
            ? decimal((LogicalTypes.Decimal) schema.getLogicalType(), in, start, (int) count)
            : base64(in, start, (int) count));
  }

  private static byte[] decimal(LogicalTypes.Decimal type, BinaryInput in, int start, int count) {
    BigInteger digits = new BigInteger(in.bytes(), start, count);
    return ascii(new BigDecimal(digits, type.getScale()).toString());
  }

  static byte[] base64(BinaryInput in, int start, int count) {
    byte[] value = Arrays.copyOfRange(in.bytes(), start, start + count);
    return ExtraFields.quoted(Base64.getEncoder().encodeToString(value));
  }

  /** Elements are read in blocks until an empty one. */
  private static Extra array(Extra element) {
    return in -> {
      in.extra().open('[');
      elements(
          in,
          () -> {
            in.extra().separate();
            element.keep(in);
          });
      in.extra().close(']');
    };
  }

  private static Extra map(Extra value) {
    return in -> {
      in.extra().open('{');
      elements(
          in,
          () -> {
            in.extra().key(ExtraFields.quoted(AvroValues.text(in).toString()));
            value.keep(in);
          });
      in.extra().close('}');
    };
  }

  /** Reads one element. */
  private interface Element {
    void read() throws Damaged;
  }

  private static void elements(BinaryInput in, Element element) throws Damaged {
    for (long count = blockCount(in); count > 0; count = blockCount(in)) {
      for (long i = 0; i < count; i++) {
        element.read();
      }
    }
  }

  /** How many elements come next; a negative number has the bytes they take behind it. */
  static long blockCount(BinaryInput in) throws Damaged {
    long count = in.zigzag();
    if (count < 0) {
      in.zigzag();
      count = -count;
    }
    in.checkElements(count);
    return count;
  }

  private Extra union(Schema union) {
    List<Extra> branches = union.getTypes().stream().map(this::of).toList();
    return in -> branches.get(branch(in, branches.size())).keep(in);
  }

  static int branch(BinaryInput in, int branches) throws Damaged {
    int branch = in.zigzagInt();
    if (branch < 0 || branch >= branches) {
      throw in.malformed("a branch that its union does not have");
    }
    return branch;
  }

  /** A field of a writer's record. */
  private record Member(byte[] key, Extra value) {}

  private Extra record(Schema schema) {
    Extra known = records.get(schema.getFullName());
    if (known != null) {
      return known;
    }
    List<Member> members = new ArrayList<>();
    Extra record =
        in -> {
          in.enter();
          in.extra().open('{');
          for (Member member : members) {
            in.extra().key(member.key());
            member.value().keep(in);
          }
          in.extra().close('}');
          in.leave();
        };
    records.put(schema.getFullName(), record);
    schema
        .getFields()
        .forEach(
            field -> members.add(new Member(ExtraFields.quoted(field.name()), of(field.schema()))));
    return record;
  }
}
