package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.JavaConverters;

class SqlAnalyzerTest {
  private static final StructType CLICK =
      new StructType()
          .add("page", DataTypes.StringType)
          .add("price", DataTypes.createDecimalType(18, 2))
          .add("huge", DataTypes.createDecimalType(38, 2))
          .add("clicks", DataTypes.LongType)
          .add("small", DataTypes.IntegerType)
          .add("weight", DataTypes.DoubleType)
          .add("bot", DataTypes.BooleanType)
          .add("at", DataTypes.TimestampType)
          .add("tags", DataTypes.createArrayType(DataTypes.StringType))
          .add("geo", new StructType().add("city", DataTypes.StringType));

  /** What silver has beside them, as far as a measure may need it. */
  private static final StructType SILVER =
      CLICK
          .add("event_time", DataTypes.TimestampType)
          .add("_topic", DataTypes.StringType)
          .add("_partition", DataTypes.IntegerType)
          .add("_offset", DataTypes.LongType);

  private static final InternalRow ROW =
      new GenericInternalRow(
          new Object[] {
            UTF8String.fromString("/Home?bot"),
            Decimal.apply("12.50"),
            Decimal.apply("1.00"),
            7L,
            3,
            0.5,
            null,
            // 2024-03-10T01:02:03Z
            1_710_032_523_000_000L,
            new org.apache.spark.sql.catalyst.util.GenericArrayData(
                new Object[] {UTF8String.fromString("a"), UTF8String.fromString("b")}),
            new GenericInternalRow(new Object[] {UTF8String.fromString("Bonn")})
          });

  @ParameterizedTest(name = "{0} is {1} of type {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "price                          | 12.50      | decimal(18,2)",
        "PRICE * 2                      | 25.00      | decimal(20,2)",
        "cast(page as int)              | null       | int",
        "clicks / 2                     | 3.5        | double",
        "clicks / 0                     | null       | double",
        "lower(page)                    | /home?bot  | string",
        "page like '%bot'               | true       | boolean",
        "page not like '%bot%'          | false      | boolean",
        "page in ('a', '/Home?bot')     | true       | boolean",
        "bot is null or not bot         | true       | boolean",
        "bot and true                   | null       | boolean",
        "case when clicks > 5 then 'many' else 'few' end | many | string",
        "nvl(bot, false)                | false      | boolean",
        "left(page, 5)                  | /Home      | string",
        "date_format(at, 'yyyy-MM-dd HH:mm') | 2024-03-10 01:02 | string",
        "hour(at)                       | 1          | int",
        "date_trunc('hour', at)         | 1710032400000000 | timestamp",
        "at >= timestamp'2024-03-10 01:02:03' | true | boolean",
        "at + interval 1 second > at    | true       | boolean",
        "geo.city                       | Bonn       | string",
        "tags[1]                        | b          | string",
        "size(transform(tags, x -> upper(x)))  | 2   | int",
        "element_at(tags, 9)            | null       | string",
        "sha2(page, 256) = sha2(page, 256) | true    | boolean",
        "1 + 1                          | 2          | int",
        "9223372036854775807 + clicks   | -9223372036854775802 | bigint",
        "regexp_extract(page, '([a-z]+)$', 1) | bot  | string",
        "to_date('2024-02-30')          | null       | date",
        "coalesce(null, small)          | 3          | int",
      })
  void anExpressionHasTheValueAndTypeOfSpark(String sql, String value, String type)
      throws Exception {
    RowExpression expression = copy(SqlAnalyzer.row("x", sql, CLICK));
    assertThat(expression.type().sql().toLowerCase(java.util.Locale.ROOT)).isEqualTo(type);
    assertThat(String.valueOf(expression.bound().eval(ROW))).isEqualTo(value);
    assertThat(String.valueOf(generated(expression.bound()))).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "pricee * 2               | unknown column \"pricee\" (did you mean price?)",
        "zzzzzzz                  | unknown column \"zzzzzzz\"",
        "geo.town                 | unknown field \"town\"",
        "lowr(page)               | unknown function \"lowr\" (did you mean lower?)",
        "my_udf(page)             | unknown function \"my_udf\"",
        "price +                  | syntax error near end of input (column 8)",
        "price >> 2               | syntax error near '>' (column 8)",
        "sum(price)               | aggregate function sum is not allowed: an expression reads one row",
        "1 + count(*)             | aggregate function count is not allowed: an expression reads one row",
        "row_number()             | window function row_number is not allowed: an expression reads one row",
        "sum(price) over (partition by page) | window functions (over) are not allowed: an expression reads one row",
        "explode(tags)            | function explode is not allowed: it makes several rows of one, or several columns",
        "(select 1)               | subqueries are not allowed: an expression reads one row",
        "page in (select a from b) | subqueries are not allowed: an expression reads one row",
        "exists (select 1)        | subqueries are not allowed: an expression reads one row",
        "struct(*)                | \"*\" is not allowed: name the columns",
        "price as p               | an expression is expected here, without \"as p\"",
        "rand() > 0.5             | rand is not allowed: its answer changes when asked again",
        "uuid()                   | uuid is not allowed: its answer changes when asked again",
        "shuffle(tags)            | shuffle is not allowed: its answer changes when asked again",
        "now()                    | now is not allowed: its answer changes when asked again",
        "at > current_timestamp   | current_timestamp is not allowed: its answer changes when asked again",
        "current_date() > at      | current_date is not allowed: its answer changes when asked again",
        "current_date > at        | current_date is not allowed: its answer changes when asked again",
        "curdate()                | curdate is not allowed: its answer changes when asked again",
        "localtimestamp()         | localtimestamp is not allowed: its answer changes when asked again",
        "unix_timestamp()         | current_timestamp is not allowed: its answer changes when asked again",
        "at > timestamp 'now'     | 'now' is not allowed: its answer changes when asked again",
        "at > date'yesterday'     | 'yesterday' is not allowed: its answer changes when asked again",
        "current_timezone()       | current_timezone is not allowed: its answer changes when asked again",
        "current_user()           | current_user is not allowed: its answer changes when asked again",
        "user                     | current_user is not allowed: its answer changes when asked again",
        "current_database()       | current_database is not allowed: its answer changes when asked again",
        "current_catalog()        | current_catalog is not allowed: its answer changes when asked again",
        "input_file_name()        | input_file_name is not allowed: its answer changes when asked again",
        "monotonically_increasing_id() | monotonically_increasing_id is not allowed: its answer changes when asked again",
        "spark_partition_id()     | spark_partition_id is not allowed: its answer changes when asked again",
        "reflect('java.lang.Math', 'random') | reflect is not allowed: its answer changes when asked again",
        "raise_error('no')        | raise_error is not allowed: a bad row must not stop the stream; write a rule",
        "null                     | a value of type void cannot be stored in a table: cast it",
        "at - at                  | a value of type interval day to second cannot be stored in a table: cast it",
        "window(at, '1 minute')   | an expression reads one row, and this needs or makes more",
      })
  void whatCannotBeUsedIsRefusedInOneLine(String sql, String message) {
    assertThatThrownBy(() -> SqlAnalyzer.row("x", sql, CLICK))
        .isInstanceOf(SqlProblem.class)
        .hasMessage(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bot + 1          | boolean",
        "page and bot     | string",
        "tags = 1         | array",
        "lower()          | requires 1 parameter",
        "at * 2           | timestamp",
      })
  void aTypeErrorIsSaidInWordsWithoutAPlan(String sql, String word) {
    assertThatThrownBy(() -> SqlAnalyzer.row("x", sql, CLICK))
        .isInstanceOf(SqlProblem.class)
        .message()
        .containsIgnoringCase(word)
        .doesNotContain("\n", "'Project", "LocalRelation", "#", "[");
  }

  @ParameterizedTest(name = "{0} is {1} of type {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "count(*)               | COUNT | bigint",
        "count(1)               | COUNT | bigint",
        "Count(page)            | COUNT | bigint",
        "sum(clicks)            | SUM   | bigint",
        "sum(small)             | SUM   | bigint",
        "sum(price)             | SUM   | decimal(28,2)",
        "sum(cast(weight as decimal(20,3))) | SUM | decimal(30,3)",
        "min(page)              | MIN   | string",
        "max(at)                | MAX   | timestamp",
        "max(weight)            | MAX   | double",
        "avg(clicks)            | AVG   | double",
        "mean(small)            | AVG   | double",
        "avg(price)             | AVG   | decimal(22,6)",
        "sum(if(bot, 1, 0))     | SUM   | bigint",
        "count_if(bot)          | COUNT | bigint",
        "count(*) filter (where bot) | COUNT | bigint",
        "sum(price) filter (where bot) | SUM | decimal(28,2)",
        "first(page)            | MIN_BY | string",
        "first(page) ignore nulls | MIN_BY | string",
        "first_value(tags)      | MIN_BY | array<string>",
        "last(price)            | MAX_BY | decimal(18,2)",
        "min_by(page, price)    | MIN_BY | string",
        "max_by(small, at)      | MAX_BY | int",
        "approx_count_distinct(page) | APPROXIMATE_DISTINCT | bigint",
        "approx_count_distinct(price, 0.01) | APPROXIMATE_DISTINCT | bigint",
        "percentile_approx(price, 0.99) | APPROXIMATE_PERCENTILE | double",
        "approx_percentile(weight, 1) filter (where bot) | APPROXIMATE_PERCENTILE | double",
      })
  void aMeasureHasTheTypeOfSpark(String sql, Measure.Kind kind, String type) throws Exception {
    Measure measure = SqlAnalyzer.measure("m", sql, SILVER);
    assertThat(measure.calls()).extracting(Measure.Call::kind).containsExactly(kind);
    assertThat(measure.calculation()).isEmpty();
    assertThat(measure.type().sql().toLowerCase(java.util.Locale.ROOT)).isEqualTo(type);
    assertThat(measure.countsAllRows())
        .isEqualTo(sql.strip().equals("count(*)") || sql.strip().equals("count(1)"));
  }

  @ParameterizedTest(name = "{0} has {1} calls and type {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(price) / count(*)     | 2 | decimal(38,12)",
        "count_if(bot) / count(*)  | 2 | double",
        "round(avg(price), 2)      | 1 | decimal(19,2)",
        "if(count(page) > 0, first(page), 'none') | 2 | string",
      })
  void aCalculationKeepsWhatItsCallsNeed(String sql, int calls, String type) throws Exception {
    Measure measure = SqlAnalyzer.measure("m", sql, SILVER);
    assertThat(measure.calls()).hasSize(calls);
    assertThat(measure.calculation()).isPresent();
    assertThat(measure.type().sql().toLowerCase(java.util.Locale.ROOT)).isEqualTo(type);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "price                     | a measure is a call of count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or percentile_approx, or a calculation with such calls",
        "lower(page)               | a measure is a call of count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or percentile_approx, or a calculation with such calls",
        "sum(price) / clicks       | a calculation reads aggregates, and clicks stands outside of them",
        "sum(price) / summ(price)  | unknown function \"summ\" (did you mean sum?)",
        "count(distinct page)      | cannot be merged: count(distinct …); approx_count_distinct can",
        "bool_and(bot)             | not supported yet: bool_and (supported: count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or percentile_approx)",
        "any_value(page)           | not supported yet: any_value (supported: count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or percentile_approx)",
        "collect_list(page)        | cannot be merged: collect_list (supported: count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or percentile_approx)",
        "median(clicks)            | cannot be merged: median (supported: count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or percentile_approx)",
        "percentile_approx(clicks, 2) | the percentage of percentile_approx is one number from 0 to 1",
        "percentile_approx(clicks, array(0.5)) | the percentage of percentile_approx is one number from 0 to 1",
        "percentile_approx(page, 0.5) | percentile_approx needs a number, and this is string",
        "approx_count_distinct(page, 0.9) | the deviation of approx_count_distinct is one number from 0.0008 to 0.26",
        "approx_count_distinct(tags) | not supported yet: approx_count_distinct over array<string>",
        "min_by(page, geo)         | not supported yet: min_by ordered by struct<city: string>",
        "min_by(page)              | min_by takes two arguments here, and 1 are given",
        "summ(price)               | unknown function \"summ\" (did you mean sum?)",
        "sum(pric)                 | unknown column \"pric\" (did you mean price?)",
        "sum(weight)               | sum over double is not exact: cast it to decimal(18,2) or bigint",
        "avg(weight)               | avg over double is not exact: cast it to decimal(18,2) or bigint",
        "sum(page)                 | sum over string is not exact: cast it to decimal(18,2) or bigint",
        "sum(huge)                 | sum over decimal(38,2) can overflow: cast it to decimal(28,2)",
        "sum(bot)                  | sum needs a number, and this is boolean",
        "max(tags)                 | not supported yet: max over array<string>",
        "sum(sum(price))           | aggregate function sum is not allowed: an expression reads one row",
        "sum(rand())               | rand is not allowed: its answer changes when asked again",
        "sum(price) over ()        | window functions (over) are not allowed: an expression reads one row",
        "count(page, bot)          | count takes one argument here, and 2 are given",
        "sum()                     | sum takes one argument here, and 0 are given",
        "sum(price) as revenue     | a measure is expected here, without \"as revenue\"",
      })
  void whatIsNoMeasureIsRefusedInOneLine(String sql, String message) {
    assertThatThrownBy(() -> SqlAnalyzer.measure("m", sql, SILVER))
        .isInstanceOf(SqlProblem.class)
        .hasMessage(message);
  }

  @Test
  void theSessionOfTheDayDoesNotChangeTheMeaning() throws Exception {
    var session = dev.sluice.common.spark.SparkForTests.session();
    session.conf().set("spark.sql.ansi.enabled", "true");
    try {
      assertThat(SqlAnalyzer.row("x", "cast(page as int)", CLICK).bound().eval(ROW)).isNull();
    } finally {
      session.conf().unset("spark.sql.ansi.enabled");
    }
  }

  private static Object generated(Expression bound) {
    UnsafeProjection projection =
        UnsafeProjection.create(JavaConverters.asScalaBuffer(List.of(bound)).toSeq());
    DataType type = bound.dataType();
    return projection.apply(ROW).get(0, type);
  }

  private static RowExpression copy(RowExpression expression)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(expression);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (RowExpression) in.readObject();
    }
  }
}
