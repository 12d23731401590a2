package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.SparkForTests;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableColumnsTest {
  private static final StructType TABLE =
      shape("id string, place struct<city: string>, items array<struct<n: bigint>>, gone date");

  private static StructType shape(String ddl) {
    return StructType.fromDDL(ddl);
  }

  @Test
  void whatIsMissingComesLastAndNothingGoes() {
    StructType wanted =
        shape(
            "more boolean, id string, place struct<city: string, zip: string>,"
                + " items array<struct<n: bigint, m: double>>");

    assertThat(TableColumns.conflicts(TABLE, wanted)).isEmpty();
    assertThat(TableColumns.wider(TABLE, wanted))
        .isEqualTo(
            shape(
                "id string, place struct<city: string, zip: string>,"
                    + " items array<struct<n: bigint, m: double>>, gone date, more boolean"));
    assertThat(TableColumns.added(TABLE, wanted)).containsExactly("more", "place.zip", "items[].m");
    assertThat(TableColumns.wider(TABLE, TABLE)).isEqualTo(TABLE);
    assertThat(TableColumns.added(TABLE, TABLE)).isEmpty();
  }

  @Test
  void whatWouldChangeIsAConflict() {
    assertThat(
            TableColumns.conflicts(
                TABLE,
                shape(
                    "Id string, place struct<zip: string, city: string>,"
                        + " items array<struct<n: double>>, gone timestamp")))
        .containsExactly(
            "column Id is called id in the table",
            "column place.city would be gone, or in another place: an object gets new fields behind"
                + " its own",
            "column items[].n is bigint and would be double",
            "column gone is date and would be timestamp");
    assertThat(TableColumns.conflicts(TABLE, shape("place string")))
        .containsExactly("column place is struct<city:string> and would be string");
  }

  @Test
  void rowsHaveTheColumnsThatAreWantedInTheirOrder() {
    StructType has = shape("a string, `b.c` bigint, d date");
    var rows =
        SparkForTests.session().createDataFrame(List.of(RowFactory.create("x", 1L, null)), has);

    Row row = TableColumns.as(shape("`b.c` bigint, e double, a string"), rows).first();
    assertThat(row.schema().fieldNames()).containsExactly("b.c", "e", "a");
    assertThat(row.getLong(0)).isEqualTo(1);
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.getString(2)).isEqualTo("x");
    assertThat(TableColumns.as(has, rows)).isSameAs(rows);
  }
}
