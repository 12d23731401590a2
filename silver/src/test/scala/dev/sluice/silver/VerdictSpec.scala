package dev.sluice.silver

import dev.sluice.common.definition.Definitions
import dev.sluice.common.definition.PlatformDefinition
import dev.sluice.common.definition.PlatformDefinition.{Cluster, LaneOption}
import dev.sluice.common.table.BronzeTable
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.time.{Duration, Instant}
import java.util.{Collections, Comparator, Map => JMap, Optional}
import org.apache.spark.sql.catalyst.InternalRow
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow
import org.apache.spark.sql.catalyst.util.GenericArrayData
import org.apache.spark.unsafe.types.UTF8String
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What one event becomes under one definition: cases whose names say both. */
class VerdictSpec extends AnyFunSpec with Matchers {
  import VerdictSpec._

  private val bots = """where: "agent not like '%bot%'""""
  private val checked =
    """rules:
      |    - {name: paid, expr: "price > 0", onFail: quarantine}
      |    - {name: known, expr: "length(country) = 2", onFail: quarantine}
      |    - {name: cheap, expr: "price < 100", onFail: warn}""".stripMargin
  private val late = "late: {after: 10 minutes}"

  describe("where") {
    verdicts(bots)(
      "a person" -> event("agent" -> "\"firefox\"") -> Good(),
      "a bot" -> event("agent" -> "\"a bot\"") -> Filtered,
      "nobody: NULL filters" -> event("agent" -> "null") -> Filtered,
      "a missing agent: NULL filters" -> event() -> Filtered
    )
  }

  describe("rules") {
    verdicts(checked)(
      "all hold" -> event() -> Good(),
      "one fails" -> event("price" -> "0") -> Bad("RULE_FAILED", "paid"),
      "two fail" -> event("price" -> "-1", "country" -> "\"DEU\"") ->
        Bad("RULE_FAILED", "paid,known"),
      "NULL has failed" -> event("country" -> "null") -> Bad("RULE_FAILED", "known"),
      "a warning keeps the row" -> event("price" -> "100") -> Good(warnings = Seq("cheap")),
      "a warning beside a failure" -> event("price" -> "100", "country" -> "\"\"") ->
        Bad("RULE_FAILED", "known")
    )
  }

  describe("where before rules") {
    verdicts(bots, checked)(
      "a bad bot is filtered" -> event("agent" -> "\"bot\"", "price" -> "0") -> Filtered,
      "a bad person is not" -> event("agent" -> "\"x\"", "price" -> "0") ->
        Bad("RULE_FAILED", "paid")
    )
  }

  describe("select before rules") {
    verdicts(
      "select: [upper(country) as country, price * 2 as price]",
      """rules: [{name: upper, expr: "country = 'DE' and price >= 10", onFail: quarantine}]"""
    )(
      "a rule sees what select made" -> event("country" -> "\"de\"", "price" -> "5") -> Good(),
      "and not what came" -> event("country" -> "\"de\"", "price" -> "4") ->
        Bad("RULE_FAILED", "upper")
    )
    verdicts("select: [upper(country) as country]", """where: "country = 'de'"""")(
      "where sees what came" -> event("country" -> "\"de\"") -> Good(),
      "and not what select made" -> event("country" -> "\"DE\"") -> Filtered
    )
  }

  describe("lateness") {
    verdicts(late)(
      "at its time" -> at(Noon) -> Good(),
      "as late as allowed" -> at(Noon.minusSeconds(600)) -> Good(),
      "a millisecond later" -> at(Noon.minusMillis(600001)) -> Good(late = true),
      "a year late" -> at(Noon.minusSeconds(31536000)) -> Good(late = true)
    )
    verdicts("")(
      "nothing is late without a bound" -> at(Noon.minusSeconds(31536000)) -> Good()
    )
  }

  describe("event time") {
    verdicts(late, bots, checked)(
      "five minutes ahead" -> person(at(Noon.plusSeconds(300))) -> Good(),
      "a millisecond more" -> person(at(Noon.plusMillis(300001))) -> Bad("FUTURE_EVENT_TIME"),
      "seconds for milliseconds" -> person(at(Noon.getEpochSecond)) -> Bad("EVENT_TIME_SUSPECT"),
      "microseconds for milliseconds" -> person(at(Noon.toEpochMilli * 1000000)) ->
        Bad("EVENT_TIME_SUSPECT"),
      "beyond what can be said" -> person(at(Long.MaxValue)) -> Bad("EVENT_TIME_SUSPECT"),
      "suspect before filtered" -> at(0L).replace("}", ", \"agent\": \"bot\"}") ->
        Bad("EVENT_TIME_SUSPECT"),
      "future before rules" ->
        person(event("at" -> Noon.plusSeconds(999).toEpochMilli.toString, "price" -> "-5")) ->
        Bad("FUTURE_EVENT_TIME")
    )
  }

  describe("documents") {
    verdicts(bots, checked)(
      "none" -> null -> Bad("TOMBSTONE"),
      "an empty one" -> "" -> Bad("MALFORMED"),
      "a truncated one" -> """{"id": "a"""" -> Bad("MALFORMED"),
      "two" -> (event() + event()) -> Bad("MALFORMED"),
      "no id" -> event().replace("\"id\"", "\"di\"") -> Bad("MISSING_FIELD"),
      "an empty id" -> event("id" -> "\"\"") -> Bad("MISSING_FIELD"),
      "text for a number" -> event("price" -> "\"5\"") -> Bad("TYPE_MISMATCH"),
      "a number too large" -> event("price" -> "1e400") -> Bad("OUT_OF_RANGE"),
      "a key twice" -> """{"id": "a", "id": "b", "at": 1, "price": 5}""" -> Bad("DUPLICATE_KEY"),
      "a mebibyte and more" -> ("\"" + "x" * (1 << 20) + "\"") -> Bad("TOO_LARGE")
    )
  }

  /** One test for each event, named by the case and the silver section it meets. */
  private def verdicts(silver: String*)(cases: ((String, String), Outcome)*): Unit = {
    val judge = judgeOf(silver)
    for (((name, document), expected) <- cases)
      it(s"$name [${silver.map(_.takeWhile(_ != ':')).mkString(", ")}]: $expected") {
        judge(document) shouldBe expected
      }
  }
}

object VerdictSpec {
  private val Noon = Instant.parse("2026-03-01T12:00:00Z")

  sealed trait Outcome
  final case class Good(late: Boolean = false, warnings: Seq[String] = Nil) extends Outcome {
    override def toString: String =
      ("good" +: (if (late) Seq("late") else Nil)).mkString(", ") +
        warnings.map(", warned of " + _).mkString
  }
  final case class Bad(reason: String, rules: String = "") extends Outcome {
    override def toString: String = if (rules.isEmpty) reason else s"$reason of $rules"
  }
  case object Filtered extends Outcome {
    override def toString: String = "filtered"
  }

  private val Schema =
    """{"type": "object", "required": ["id", "at", "price"],
      | "properties": {
      |   "id": {"type": "string"},
      |   "at": {"type": "integer"},
      |   "price": {"type": "number", "sluiceType": "decimal(18,2)"},
      |   "country": {"type": "string"},
      |   "agent": {"type": "string"}}}
      |""".stripMargin

  private def definition(silver: Seq[String]) =
    s"""apiVersion: sluice/v1
       |kind: Dataset
       |metadata: {name: cases}
       |source:
       |  kafka: {cluster: main, topics: [cases]}
       |schema:
       |  format: json
       |  file: case.schema.json
       |  eventId: id
       |  eventTime: {field: at, unit: millis}
       |silver:${silver.filter(_.nonEmpty).map("\n  " + _).mkString match {
        case ""       => " {}"
        case sections => sections
      }}
       |""".stripMargin

  /** An event at noon that nothing is wrong with, some of its fields replaced. */
  private def event(fields: (String, String)*): String = {
    val given = Seq(
      "id" -> "\"a\"",
      "at" -> Noon.toEpochMilli.toString,
      "price" -> "5",
      "country" -> "\"DE\""
    )
    val replaced = given.filterNot { case (name, _) => fields.exists(_._1 == name) } ++ fields
    replaced.map { case (name, value) => s""""$name": $value""" }.mkString("{", ", ", "}")
  }

  private def at(time: Instant): String = at(time.toEpochMilli)

  private def at(time: Long): String = event("at" -> time.toString)

  private def person(document: String): String =
    document.replace("}", ", \"agent\": \"firefox\"}")

  private def judgeOf(silver: Seq[String]): String => Outcome = {
    val directory = Files.createTempDirectory("verdicts")
    Files.writeString(directory.resolve("case.schema.json"), Schema)
    val file = Files.writeString(directory.resolve("cases.yaml"), definition(silver))
    val platform = new PlatformDefinition(
      directory.toString,
      JMap.of("main", new Cluster("main", "localhost:1", JMap.of())),
      Optional.empty(),
      LaneOption.LIVE,
      Duration.ofSeconds(2),
      Duration.ofSeconds(5)
    )
    val datasets = Definitions.require(Collections.singletonList(file), platform)
    Files.walk(directory).sorted(Comparator.reverseOrder[Path]).forEach(Files.delete(_))
    val program = JudgeProgram.of(datasets.get(0))
    val judge = new RowJudge(program)
    document => outcome(program, judge.judge(bronze(document)))
  }

  /** A record that arrived at noon. */
  private def bronze(document: String): InternalRow = {
    val noon = Noon.toEpochMilli * 1000
    val text = UTF8String.fromString("cases")
    val value = Option(document).map(_.getBytes(UTF_8)).orNull
    val headers = new GenericArrayData(Array.empty[Any])
    val row = new GenericInternalRow(
      Array[Any](text, text, 0, 0L, noon, 1, null, value, headers, noon, 1L, 0L, 0)
    )
    require(row.numFields == BronzeTable.SCHEMA.length)
    row
  }

  private def outcome(program: JudgeProgram, judged: JudgedRow): Outcome =
    judged.verdict match {
      case Verdict.FILTERED    => Filtered
      case Verdict.QUARANTINED => Bad(judged.reason.name, Option(judged.rule).getOrElse(""))
      case Verdict.GOOD        =>
        val schema = program.silverSchema
        val warnings = judged.silver.getArray(schema.fieldIndex("warnings"))
        Good(
          judged.silver.getBoolean(schema.fieldIndex("late")),
          (0 until warnings.numElements).map(warnings.getUTF8String(_).toString)
        )
    }
}
