package dev.sluice.silver;

import static dev.sluice.silver.People.K1;
import static dev.sluice.silver.People.K2;
import static dev.sluice.silver.People.bronze;
import static dev.sluice.silver.People.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.SilverTable;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectorTest {
  // printf %s 4711 | openssl dgst -sha256 -hmac first-key-first-key-first-key-first-key
  private static final String SIGNED_4711 =
      "k1:4127188dbeeedf3109ccc71deab1d0f9da351d8021268738014a7f3d4993fb07";

  @TempDir static Path directory;
  private RowJudge judge;
  private StructType silver;

  @BeforeEach
  void open() {
    AnalyzedDataset dataset = People.dataset(directory, K1, K2);
    judge = new RowJudge(JudgeProgram.of(dataset));
    silver = dataset.silverSchema();
  }

  @Test
  void everyMethod() {
    UnsafeRow row =
        good(
            person(
                "e1",
                """
                , "account": 4711, "ip": "203.0.113.77", "phones": ["4711", "0815"],
                "address": {"city": "Bonn", "street": "Hauptstr. 5"}, "note": "likes tea"
                """));
    assertThat(text(row, "account")).isEqualTo(SIGNED_4711);
    assertThat(text(row, "event_id")).startsWith("k1:").hasSize(67);
    assertThat(text(row, "card")).isEqualTo("****4444");
    assertThat(text(row, "issuer")).isEqualTo("4");
    assertThat(text(row, "ip")).isEqualTo("203.0.113.0/24");
    assertThat(row.getInt(silver.fieldIndex("born")))
        .isEqualTo((int) LocalDate.parse("1999-12-01").toEpochDay());
    assertThat(row.getArray(silver.fieldIndex("phones")).getUTF8String(0).toString())
        .isEqualTo(SIGNED_4711);
    InternalRow address = row.getStruct(silver.fieldIndex("address"), 1);
    assertThat(address.getUTF8String(0)).hasToString("Bonn");
    assertThat(silver.fieldNames()).doesNotContain("note");
    assertThat(text(row, SilverTable.TOPIC)).isEqualTo("people");
  }

  @Test
  void nothingStaysNothing() {
    UnsafeRow row = good(person("e1", ", \"ip\": null, \"phones\": []"));
    assertThat(row.isNullAt(silver.fieldIndex("ip"))).isTrue();
    assertThat(row.isNullAt(silver.fieldIndex("account"))).isTrue();
    assertThat(row.isNullAt(silver.fieldIndex("address"))).isTrue();
    assertThat(row.getArray(silver.fieldIndex("phones")).numElements()).isZero();
  }

  @Test
  void rulesSeeClearValuesAndWarningsSurvive() {
    JudgedRow warned = judge.judge(bronze(0, person("e1").replace("1999", "2019")));
    assertThat(warned.silver().getArray(silver.fieldIndex(SilverTable.WARNINGS)).numElements())
        .isOne();
    assertThat(text(warned.silver(), "card")).isEqualTo("****4444");

    JudgedRow bad = judge.judge(bronze(1, person("e1").replace("4111222233334444", "4111")));
    assertThat(bad.reason()).isEqualTo(Reason.RULE_FAILED);
    assertThat(bad.rule()).isEqualTo("card_is_long");
    assertThat(bad.detail()).isNull();
    assertThat(judge.takeRuleFailures())
        .containsEntry("adult", 1L)
        .containsEntry("card_is_long", 1L);
    assertThat(judge.takeRuleFailures()).isEmpty();
  }

  /** By another case, or inside an object of which something is protected. */
  @Test
  void extraFieldsThatMayBeProtectedOnesAreNotKept() {
    UnsafeRow row =
        good(
            person(
                "e1",
                """
                , "Card": "4999", "x": 1.50, "address": {"city": "Bonn", "Street": "Hauptstr. 5"},
                "CARD": {"a": [1, {"b": "}"}]}, "y": [ 1e2, "\\u00e9,{" ]
                """));
    assertThat(text(row, SilverTable.EXTRA)).isEqualTo("{\"x\":1.50,\"y\":[ 1e2, \"\\u00e9,{\" ]}");
    assertThat(good(person("e1", ", \"CARD\": 1")).isNullAt(silver.fieldIndex(SilverTable.EXTRA)))
        .isTrue();
  }

  @Test
  void typesHaveTheTextThatSqlGivesThem() {
    assertThat(new ValueText(DataTypes.LongType).of(-5L)).hasToString("-5");
    assertThat(new ValueText(DataTypes.BooleanType).of(true)).hasToString("true");
    assertThat(new ValueText(DataTypes.DateType).of(0)).hasToString("1970-01-01");
    assertThat(new ValueText(DataTypes.TimestampType).of(1_500_000L))
        .hasToString("1970-01-01 00:00:01.5");
    assertThat(new ValueText(DataTypes.DoubleType).of(1e10)).hasToString("1.0E10");
  }

  private UnsafeRow good(String value) {
    JudgedRow row = judge.judge(bronze(0, value));
    assertThat(row.verdict()).as(row.detail()).isEqualTo(Verdict.GOOD);
    return row.silver();
  }

  private String text(UnsafeRow row, String column) {
    return row.getUTF8String(silver.fieldIndex(column)).toString();
  }
}
