package dev.sluice.silver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of one message that the dataset does not know. An event has numbers for them and no
 * names, and does not say whether there may be many: so each number has a list of its values.
 */
final class ProtobufExtras {
  private final Map<Integer, List<byte[]>> values = new TreeMap<>();

  /** Reads the value of a field. */
  void keep(int tag, BinaryInput in) throws Damaged {
    values
        .computeIfAbsent(ProtobufWire.number(tag), number -> new ArrayList<>())
        .add(ProtobufWire.json(in, tag));
  }

  /** Appends them to the open object of the extra fields. */
  void appendTo(BinaryInput in) throws Damaged {
    ExtraFields extra = in.extra();
    values.forEach(
        (number, list) -> {
          extra.key(ExtraFields.quoted(Integer.toString(number)));
          extra.open('[');
          for (byte[] value : list) {
            extra.separate();
            extra.append(value, 0, value.length);
          }
          extra.close(']');
        });
    in.checkExtra();
  }
}
