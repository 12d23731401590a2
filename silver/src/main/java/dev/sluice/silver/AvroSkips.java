package dev.sluice.silver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Walks past what the dataset does not know. A writer's record may contain itself here. */
final class AvroSkips {
  private final Map<String, Skip> records = new HashMap<>();

  /** Walks past one value. */
  interface Skip {
    /** Leaves the input behind it. */
    void skip(BinaryInput in) throws Damaged;
  }

  Skip of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> in -> {};
      case BOOLEAN -> AvroValues::bool;
      case INT -> BinaryInput::zigzagInt;
      case ENUM -> symbols(schema.getEnumSymbols().size());
      case LONG -> BinaryInput::zigzag;
      case FLOAT -> in -> in.take(Float.BYTES);
      case DOUBLE -> in -> in.take(Double.BYTES);
      case STRING -> AvroValues::text;
      case BYTES -> in -> in.takeValue(in.zigzag());
      case FIXED -> fixed(schema.getFixedSize());
      case ARRAY -> blocks(of(schema.getElementType()));
      case MAP -> map(of(schema.getValueType()));
      case UNION -> union(schema);
      case RECORD -> record(schema);
    };
  }

  private static Skip symbols(int count) {
    return in -> {
      int symbol = in.zigzagInt();
      if (symbol < 0 || symbol >= count) {
        throw in.malformed("a symbol that its enumeration does not have");
      }
    };
  }

  private static Skip fixed(int size) {
    return in -> in.take(size);
  }

  private static Skip map(Skip value) {
    return blocks(
        in -> {
          AvroValues.text(in);
          value.skip(in);
        });
  }

  /** Blocks until an empty one. Elements are walked past one by one, to see damage within. */
  private static Skip blocks(Skip element) {
    return in -> {
      long before = 0;
      for (long count = blockCount(in, before); count > 0; count = blockCount(in, before)) {
        for (long i = 0; i < count; i++) {
          element.skip(in);
        }
        before += count;
      }
    };
  }

  /** How many elements come next; a negative number has the bytes they take behind it. */
  static long blockCount(BinaryInput in, long before) throws Damaged {
    long count = in.zigzag();
    if (count < 0) {
      in.zigzag();
      count = -count;
    }
    in.checkElements(count, before);
    return count;
  }

  private Skip union(Schema union) {
    List<Skip> branches = union.getTypes().stream().map(this::of).toList();
    return in -> branches.get(branch(in, branches.size())).skip(in);
  }

  static int branch(BinaryInput in, int branches) throws Damaged {
    int branch = in.zigzagInt();
    if (branch < 0 || branch >= branches) {
      throw in.malformed("a branch that its union does not have");
    }
    return branch;
  }

  private Skip record(Schema schema) {
    Skip known = records.get(schema.getFullName());
    if (known != null) {
      return known;
    }
    List<Skip> fields = new ArrayList<>();
    Skip record =
        in -> {
          in.enter();
          for (Skip field : fields) {
            field.skip(in);
          }
          in.leave();
        };
    records.put(schema.getFullName(), record);
    schema.getFields().forEach(field -> fields.add(of(field.schema())));
    return record;
  }
}
