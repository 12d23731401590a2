package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Enrich;
import dev.sluice.common.definition.DatasetDefinition.JoinKey;
import dev.sluice.common.definition.DatasetDefinition.Take;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One item of {@code silver.enrich} with its types. A column of the reference table has the type
 * that the file declares; without one, a key that of the column it equals, any other that of a
 * text. So silver's columns depend on the definition alone, whatever the table has become.
 *
 * @param keyTypes of {@code definition.on()}, in its order: the same on either side
 * @param takenTypes of {@code definition.take()}, in its order
 */
public record Enrichment(Enrich definition, List<DataType> keyTypes, List<DataType> takenTypes) {

  public Enrichment {
    keyTypes = List.copyOf(keyTypes);
    takenTypes = List.copyOf(takenTypes);
  }

  /** Silver's columns of the key. */
  public List<String> keys() {
    return definition.on().stream().map(JoinKey::column).toList();
  }

  /** What silver has of it, nullable, in the file's order. */
  public List<StructField> columns() {
    List<StructField> columns = new ArrayList<>();
    for (int index = 0; index < takenTypes.size(); index++) {
      Take take = definition.take().get(index);
      columns.add(DataTypes.createStructField(take.name(), takenTypes.get(index), true));
    }
    return columns;
  }

  /** What is read of the reference table, by its own names: the key, then what is taken. */
  public StructType read() {
    List<StructField> columns = new ArrayList<>();
    for (int index = 0; index < keyTypes.size(); index++) {
      JoinKey key = definition.on().get(index);
      columns.add(DataTypes.createStructField(key.reference(), keyTypes.get(index), true));
    }
    for (int index = 0; index < takenTypes.size(); index++) {
      Take take = definition.take().get(index);
      columns.add(DataTypes.createStructField(take.column(), takenTypes.get(index), true));
    }
    return DataTypes.createStructType(columns);
  }

  /** Whether values of a type found in the table become the declared one without any loss. */
  public static boolean fits(DataType found, DataType declared) {
    return StoredType.of(found).equals(declared);
  }
}
