package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.table.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** An object with declared fields: the event itself, or a struct in it. */
final class StructReader extends ValueReader {
  private static final byte ABSENT = 0;
  private static final byte NULL = 1;
  private static final byte PRESENT = 2;

  /** One declared field. */
  record Member(String name, boolean required, ValueReader reader) {}

  private final Member[] members;
  // The names as JSON text.
  private final byte[][] keys;
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final Place undeclared;
  private final Evolution evolution;
  // A schema does not contain itself, so one object of this struct is read at a time.
  private final byte[] states;

  StructReader(Place place, List<Member> members, Evolution evolution) {
    super(place);
    this.members = members.toArray(new Member[0]);
    this.keys = new byte[this.members.length][];
    this.states = new byte[this.members.length];
    this.undeclared = place.undeclared();
    this.evolution = evolution;
    for (int i = 0; i < this.members.length; i++) {
      keys[i] = ExtraFields.quoted(this.members[i].name());
      ordinals.put(this.members[i].name(), i);
    }
  }

  @Override
  boolean readsObjects() {
    return true;
  }

  @Override
  Object read(JsonToken token, Decoding decoding) throws IOException {
    return token == JsonToken.START_OBJECT
        ? new GenericInternalRow(readObject(decoding, members.length))
        : mismatch(token, decoding);
  }

  /** The fields of the object the parser has entered, in an array of the width asked for. */
  Object[] readObject(Decoding decoding, int width) throws IOException {
    JsonParser parser = decoding.parser();
    ExtraFields extra = decoding.extra();
    Object[] values = new Object[width];
    Set<String> undeclaredNames = null;
    Arrays.fill(states, ABSENT);
    int mark = extra.length();
    extra.open('{');
    String name = parser.nextFieldName();
    while (name != null) {
      Integer ordinal = ordinals.get(name);
      JsonToken token = parser.nextToken();
      if (ordinal != null) {
        values[ordinal] = readMember(ordinal, token, decoding);
      } else {
        undeclaredNames = undeclaredNames == null ? new HashSet<>() : undeclaredNames;
        readUndeclared(name, token, undeclaredNames, decoding);
      }
      name = parser.nextFieldName();
    }
    extra.closeOrRollBack(mark);
    checkRequired(decoding);
    return values;
  }

  private Object readMember(int ordinal, JsonToken token, Decoding decoding) throws IOException {
    Member member = members[ordinal];
    if (states[ordinal] != ABSENT) {
      decoding.findings().add(Reason.DUPLICATE_KEY, member.reader().place(), token);
    }
    if (token == JsonToken.VALUE_NULL) {
      states[ordinal] = NULL;
      return null;
    }
    states[ordinal] = PRESENT;
    return member.reader().readsObjects()
        ? readObjects(ordinal, token, decoding)
        : member.reader().read(token, decoding);
  }

  private Object readObjects(int ordinal, JsonToken token, Decoding decoding) throws IOException {
    int mark = decoding.extra().beginDeclared(keys[ordinal]);
    Object value = members[ordinal].reader().read(token, decoding);
    decoding.extra().endDeclared(mark);
    return value;
  }

  private void readUndeclared(String name, JsonToken token, Set<String> names, Decoding decoding)
      throws IOException {
    decoding.undeclared(name, names, undeclared);
    if (evolution == Evolution.ADDITIVE) {
      decoding.keep(token, name, undeclared);
    } else {
      decoding.findings().add(Reason.UNKNOWN_FIELD, undeclared, token);
      decoding.skip(token, undeclared);
    }
  }

  private void checkRequired(Decoding decoding) {
    for (int i = 0; i < members.length; i++) {
      if (members[i].required() && states[i] != PRESENT) {
        members[i].reader().refuse(Reason.MISSING_FIELD, JsonToken.VALUE_NULL, decoding);
      }
    }
  }
}
