package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.AvroRecord.Step;
import dev.sluice.silver.Dialect.IncompatibleSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.ErrorAction;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes the readers of one writer's schema. How its parts become those of the dataset's schema is
 * what Avro's own resolver says; here each of its actions becomes a reader that needs no further
 * look at either schema.
 */
final class AvroResolver {
  private final Map<String, Place> places;
  private final String eventTime;
  private final Evolution evolution;
  private final AvroExtras extras = new AvroExtras();

  AvroResolver(Map<String, Place> places, String eventTime, Evolution evolution) {
    this.places = places;
    this.eventTime = eventTime;
    this.evolution = evolution;
  }

  /** The reader of whole events. */
  AvroRecord event(Action action, EventSchema schema) throws IncompatibleSchema {
    if (action instanceof RecordAdjust record) {
      return record(record, "", schema.fields());
    }
    throw incompatible("", action);
  }

  private AvroRecord record(RecordAdjust action, String path, List<Field> fields)
      throws IncompatibleSchema {
    Step[] steps = new Step[action.fieldActions.length];
    int kept = 0;
    for (int i = 0; i < steps.length; i++) {
      Action field = action.fieldActions[i];
      if (field.type == Action.Type.SKIP) {
        String name = action.writer.getFields().get(i).name();
        steps[i] = new Step.Extra(ExtraFields.quoted(name), extras.of(field.writer));
      } else {
        steps[i] = keep(field, action.readerOrder[kept++].pos(), path, fields);
      }
    }
    boolean refusesExtra = evolution == Evolution.STRICT && kept < steps.length;
    return new AvroRecord(
        steps, defaults(action, path, fields), refusesExtra ? places.get(path).undeclared() : null);
  }

  private Step keep(Action action, int ordinal, String path, List<Field> fields)
      throws IncompatibleSchema {
    Field field = fields.get(ordinal);
    return new Step.Keep(
        ordinal,
        ExtraFields.quoted(field.name()),
        reader(action, BinaryPlaces.within(path, field.name()), field.type()));
  }

  private Object[] defaults(RecordAdjust action, String path, List<Field> fields)
      throws IncompatibleSchema {
    Object[] values = new Object[fields.size()];
    for (int i = action.firstDefault; i < action.readerOrder.length; i++) {
      int ordinal = action.readerOrder[i].pos();
      Field field = fields.get(ordinal);
      values[ordinal] =
          AvroDefaults.value(
              action.readerOrder[i],
              own -> reader(own, BinaryPlaces.within(path, field.name()), field.type()));
    }
    return values;
  }

  private AvroReader reader(Action action, String path, Type type) throws IncompatibleSchema {
    if (action instanceof WriterUnion union) {
      return union(union, path, type);
    } else if (action instanceof ReaderUnion union) {
      return reader(union.actualAction, path, type);
    } else if (action instanceof ErrorAction) {
      throw incompatible(path, action);
    } else if (action instanceof RecordAdjust record && type instanceof Type.Struct struct) {
      return record(record, path, struct.fields());
    } else if (action instanceof Container container && type instanceof Type.Array array) {
      return new AvroArray(reader(container.elementAction, path + "[]", array.element()));
    }
    return action.writer.getType() == Schema.Type.NULL ? in -> null : plain(action, path, type);
  }

  private AvroReader union(WriterUnion union, String path, Type type) throws IncompatibleSchema {
    AvroReader[] branches = new AvroReader[union.actions.length];
    IncompatibleSchema incompatible = null;
    boolean isAnyCompatible = false;
    for (int i = 0; i < branches.length; i++) {
      Action branch = union.actions[i];
      try {
        branches[i] = branch instanceof ErrorAction ? null : reader(branch, path, type);
      } catch (IncompatibleSchema e) {
        incompatible = e;
      }
      boolean isNull = union.writer.getTypes().get(i).getType() == Schema.Type.NULL;
      isAnyCompatible |= branches[i] != null && !isNull;
      if (branches[i] == null) {
        branches[i] = isNull ? missing(path) : mismatch(path);
      }
    }
    if (!isAnyCompatible) {
      throw incompatible == null ? incompatible(path, union) : incompatible;
    }
    return new Union(branches);
  }

  /** A null where the dataset requires a value: a matter of this event, not of its schema. */
  private AvroReader missing(String path) {
    Place place = places.get(path);
    return in -> {
      in.findings().add(Reason.MISSING_FIELD, place, null);
      return null;
    };
  }

  private static AvroReader mismatch(String path) {
    return in -> {
      throw new Damaged(
          Reason.SCHEMA_INCOMPATIBLE, path + ": a branch of the writer's union that it cannot be");
    };
  }

  /** One of several readers, as the event says. */
  private record Union(AvroReader[] branches) implements AvroReader {
    @Override
    public Object read(BinaryInput in) throws Damaged {
      return branches[AvroExtras.branch(in, branches.length)].read(in);
    }

    @Override
    public boolean keepsExtra() {
      return Stream.of(branches).anyMatch(AvroReader::keepsExtra);
    }
  }

  private AvroReader plain(Action action, String path, Type type) throws IncompatibleSchema {
    Place place = places.get(path);
    Schema writer = action.writer;
    if (type instanceof Type.Bool) {
      return AvroValues::bool;
    } else if (type instanceof Type.Int) {
      return AvroValues.whole(writer.getType() == Schema.Type.INT);
    } else if (type instanceof Type.Float) {
      return AvroValues.number(writer.getType(), place);
    } else if (type instanceof Type.Text) {
      return writer.getType() == Schema.Type.ENUM
          ? AvroValues.symbol(symbols(writer, action.reader), place)
          : AvroValues::text;
    } else if (type instanceof Type.Decimal decimal) {
      return decimal(writer, path, decimal);
    } else if (type instanceof Type.Date) {
      require(writer.getLogicalType() instanceof LogicalTypes.Date, path, "a date", writer);
      return AvroValues.date(place);
    } else if (type instanceof Type.Timestamp) {
      return timestamp(writer, path);
    }
    throw incompatible(path, action);
  }

  private AvroReader decimal(Schema writer, String path, Type.Decimal type)
      throws IncompatibleSchema {
    LogicalType logical = writer.getLogicalType();
    require(logical instanceof LogicalTypes.Decimal, path, "a decimal", writer);
    int size = writer.getType() == Schema.Type.FIXED ? writer.getFixedSize() : -1;
    int scale = ((LogicalTypes.Decimal) logical).getScale();
    return AvroValues.decimal(size, scale, type, places.get(path));
  }

  private AvroReader timestamp(Schema writer, String path) throws IncompatibleSchema {
    LogicalType logical = writer.getLogicalType();
    boolean isMillis = logical instanceof LogicalTypes.TimestampMillis;
    boolean isMicros = logical instanceof LogicalTypes.TimestampMicros;
    // A long by itself does not say its unit, and a unit is never guessed.
    require(isMillis || isMicros, path, "a timestamp", writer);
    return AvroValues.timestamp(isMillis, places.get(path), path.equals(eventTime));
  }

  private static void require(boolean is, String path, String what, Schema writer)
      throws IncompatibleSchema {
    if (!is) {
      throw new IncompatibleSchema(
          path
              + ": not "
              + what
              + " but "
              + writer.getType().getName()
              + " in the writer's schema");
    }
  }

  /** What the writer's symbols are in the dataset's enumeration: themselves, its default, null. */
  private static UTF8String[] symbols(Schema writer, Schema reader) {
    return writer.getEnumSymbols().stream()
        .map(symbol -> reader.hasEnumSymbol(symbol) ? symbol : reader.getEnumDefault())
        .map(symbol -> symbol == null ? null : UTF8String.fromString(symbol))
        .toArray(UTF8String[]::new);
  }

  private static IncompatibleSchema incompatible(String path, Action action) {
    String at = path.isEmpty() ? "" : path + ": ";
    String what =
        action instanceof ErrorAction error
            ? error.toString()
            : action.writer.getType().getName()
                + " in the writer's schema, "
                + action.reader.getType().getName()
                + " in the dataset's";
    return new IncompatibleSchema(at + what);
  }
}
