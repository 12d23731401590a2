package dev.sluice.silver;

import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.definition.ProtectMethod.Hmac;
import dev.sluice.common.definition.Protection;
import dev.sluice.common.definition.Protection.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The fingerprints that a row's deduplication key would have if another of the platform's keys had
 * signed it. Silver's rows were signed with the key of their day and the index is made of them, so
 * after a rotation an event and its repetition are signed differently (decision 0015). For one
 * thread.
 */
final class EarlierKeys {
  private final List<SignedKey> keys = new ArrayList<>();

  EarlierKeys(Protection protection, List<String> dedupKey) {
    boolean isSigned =
        protection.fields().stream()
            .anyMatch(
                field ->
                    field.method() instanceof Hmac
                        && field.path().size() == 1
                        && dedupKey.contains(field.column()));
    if (isSigned) {
      protection.keys().stream()
          .skip(1)
          .forEach(key -> keys.add(new SignedKey(protection, dedupKey, key)));
    }
  }

  /** Adds two longs for each of the keys: none where the deduplication key is not signed. */
  void pack(InternalRow clear, PackedBytes fingerprints) {
    for (SignedKey key : keys) {
      key.fingerprint.read(key.row(clear));
      fingerprints.putLong(key.fingerprint.high()).putLong(key.fingerprint.low());
    }
  }

  private static final class SignedKey {
    private final Fingerprint fingerprint;
    private final int[] ordinals;
    private final DataType[] types;
    private final Guard[] guards;
    private final GenericInternalRow row;

    SignedKey(Protection protection, List<String> columns, HmacKey key) {
      StructType silver = protection.silver();
      Signer signer = new Signer(key);
      StructType schema = new StructType();
      ordinals = new int[columns.size()];
      types = new DataType[columns.size()];
      guards = new Guard[columns.size()];
      for (int i = 0; i < ordinals.length; i++) {
        String name = columns.get(i);
        List<Field> inside = protection.inside(name);
        schema = schema.add(silver.apply(name));
        ordinals[i] = protection.clear().fieldIndex(name);
        types[i] = protection.clear().fields()[ordinals[i]].dataType();
        guards[i] = inside.isEmpty() ? value -> value : Guard.of(types[i], inside, signer);
      }
      fingerprint = new Fingerprint(schema, columns);
      row = new GenericInternalRow(ordinals.length);
    }

    InternalRow row(InternalRow clear) {
      for (int i = 0; i < ordinals.length; i++) {
        int at = ordinals[i];
        row.update(i, clear.isNullAt(at) ? null : guards[i].protect(clear.get(at, types[i])));
      }
      return row;
    }
  }
}
