package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Breaker;
import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.definition.DatasetDefinition.OnFail;
import dev.sluice.common.definition.DatasetDefinition.Rule;
import dev.sluice.common.definition.DatasetDefinition.Select;
import dev.sluice.common.definition.DatasetDefinition.Silver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SilverSectionTest {
  private static final String BREAKER =
      "breaker: {over: 5 minutes, maxFailedRatio: 0.5, minRows: 20, then: pause}";

  private static final DefinitionFile SELECT =
      least().plus("silver:\n  select:\n    - lower(page) as page\n");

  @TempDir Path folder;

  @Test
  void defaults() {
    assertThat(least().definition(folder).silver())
        .isEqualTo(
            new Silver(
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of()));
  }

  @Test
  void everyKeySet() {
    assertThat(
            good()
                .with("  select:", "  only: true\n  select:")
                .with("  dedup:", "  " + BREAKER + "\n  dedup:")
                .read(folder)
                .definition()
                .get()
                .silver())
        .isEqualTo(
            new Silver(
                Optional.of("user_agent is null or user_agent not like '%bot%'"),
                true,
                List.of(
                    new Select("page", "lower(page)"), new Select("page_length", "length(page)")),
                List.of(
                    new Rule("price_not_negative", "price >= 0", OnFail.QUARANTINE),
                    new Rule("known_country", "length(country) = 2", OnFail.WARN)),
                Optional.of(new Dedup(List.of("event_id", "page"), Duration.ofMinutes(30))),
                Optional.of(Duration.ofMinutes(10)),
                Optional.of(new Breaker(Duration.ofMinutes(5), 0.5, 20)),
                List.of(),
                List.of()));
  }

  @Test
  void aBreakerNeedsAHundredRowsUnlessItSaysOtherwise() {
    assertThat(
            least()
                .plus("silver: {breaker: {over: 1 hour, maxFailedRatio: .25}}\n")
                .definition(folder)
                .silver()
                .breaker())
        .contains(new Breaker(Duration.ofHours(1), 0.25, 100));
  }

  @Test
  void aRuleMayStopSilver() {
    assertThat(
            good().with("onFail: warn", "onFail: stop").definition(folder).silver().rules().get(1))
        .isEqualTo(new Rule("known_country", "length(country) = 2", OnFail.STOP));
  }

  @Test
  void theKeyOfDeduplicationIsTheEventIdUnlessNamed() {
    assertThat(
            least().plus("silver: {dedup: {within: PT30M}}\n").definition(folder).silver().dedup())
        .contains(new Dedup(List.of("event_id"), Duration.ofMinutes(30)));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValues(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad(
            "where: unknown column",
            silver("where: user_agnet is null"),
            "15:10: silver.where: unknown column \"user_agnet\" (did you mean user_agent?)"),
        bad(
            "where: no condition",
            silver("where: length(page)"),
            "15:10: silver.where: must be a condition, is int"),
        bad(
            "where: aggregate",
            silver("where: count(*) > 1"),
            "15:10: silver.where: aggregate function count is not allowed: an expression reads one row"),
        bad(
            "where: changes when asked again",
            silver("where: rand() < 0.5"),
            "15:10: silver.where: rand is not allowed: its answer changes when asked again"),
        bad(
            "where: syntax",
            silver("where: \"page = = 'a'\""),
            "15:10: silver.where: syntax error near '=' (column 8)"),
        bad(
            "where: a subquery",
            silver("where: \"page in (select 1)\""),
            "15:10: silver.where: subqueries are not allowed: an expression reads one row"),
        bad(
            "where: type error",
            silver("where: \"tags > 3\""),
            "15:10: silver.where: type error in (tags > 3): the left and right operands of the binary operator have incompatible types (\"ARRAY<STRING>\" and \"INT\")"),
        bad(
            "where: a column of silver",
            silver("where: \"_offset > 3\""),
            "15:10: silver.where: unknown column \"_offset\""),
        bad(
            "where: a boolean",
            silver("where: true"),
            "15:10: Expected a text for silver.where, found the boolean true"),
        bad(
            "only without select",
            silver("only: true"),
            "15:9: silver.only narrows silver to silver.select, which is missing"),
        bad(
            "only: yes",
            SELECT.with("  select", "  only: yes\n  select"),
            "15:9: Ambiguous value for silver.only: yes is a boolean to some readers of YAML and a"
                + " text to others (use true or false)"),
        bad(
            "only: a text",
            SELECT.with("  select", "  only: maybe\n  select"),
            "15:9: Expected true or false for silver.only, found the text maybe"),
        bad(
            "select: no name",
            select("lower(page)"),
            "16:7: No name in silver.select[0]: lower(page) (write: expression as name)"),
        bad(
            "select: unknown column",
            select("lower(paeg) as page"),
            "16:7: silver.select[0]: unknown column \"paeg\" (did you mean page?)"),
        bad(
            "select: a problem of a column is reported once",
            good()
                .with("lower(page) as page", "lower(paeg) as page")
                .with("price >= 0", "page <> ''"),
            "24:7: silver.select[0]: unknown column \"paeg\" (did you mean page?)"),
        bad(
            "select: a name of ours",
            select("price > 3 as late"),
            "16:7: Name is ours: silver's late (choose another name)"),
        bad(
            "select: a name of ours in capitals",
            select("price > 3 as Event_Date"),
            "16:7: Name is ours: silver's Event_Date (choose another name)"),
        bad(
            "select: an underscore in front",
            select("price as _price"),
            "16:7: Name is ours: silver's _price (choose another name)"),
        bad(
            "select: a name that Delta refuses",
            select("\"price as `the price`\""),
            "16:7: Not a name for a column: the price (choose another name)"),
        bad(
            "select: names that differ only in case",
            select("lower(page) as Page"),
            "16:7: Names that differ only in case: page, Page (choose another name)"),
        bad(
            "select: twice",
            SELECT.plus("    - upper(page) as page\n"),
            "17:7: Selected twice: page"),
        bad(
            "select: the event's id",
            select("lower(event_id) as event_id"),
            "16:7: Cannot replace event_id: silver has it as the event does (give the expression"
                + " another name)"),
        bad(
            "select: names inside a struct that Delta refuses",
            select("\"named_struct('a b', 1) as point\""),
            "16:7: Not names for columns: struct<a b:int> (Delta has none of space , ; { } ( ) = in"
                + " a name, and no two that differ only in case)"),
        bad(
            "select: no type",
            select("null as nothing"),
            "16:7: silver.select[0]: a value of type void cannot be stored in a table: cast it"),
        bad(
            "rules: keys",
            silver("rules: [{nam: a, expr: \"price > 0\"}]"),
            "15:11: Missing required key: silver.rules[0].name",
            "15:11: Missing required key: silver.rules[0].onFail",
            "15:12: Unknown key: silver.rules[0].nam (did you mean name?)"),
        bad(
            "rules: onFail",
            good().with("onFail: warn", "onFail: warm"),
            "32:15: Invalid value for silver.rules[1].onFail: warm (did you mean warn?)"),
        bad(
            "rules: two of one name",
            good().with("name: known_country", "name: price_not_negative"),
            "30:7: Two rules have the name price_not_negative"),
        bad(
            "rules: a name with a comma",
            good().with("name: known_country", "name: \"a,b\""),
            "30:13: Invalid value for silver.rules[1].name: a,b (" + Names.TABLE_HINT + ")"),
        bad(
            "rules: a number for a condition",
            good().with("length(country) = 2", "length(country)"),
            "31:13: silver.rules[1].expr: must be a condition, is int"),
        bad(
            "rules: read warnings",
            good().with("length(country) = 2", "size(warnings) = 0"),
            "31:13: silver.rules[1].expr: a rule cannot read warnings"),
        bad(
            "rules: unknown column",
            good().with("length(country) = 2", "length(countri) = 2"),
            "31:13: silver.rules[1].expr: unknown column \"countri\" (did you mean country?)"),
        bad(
            "dedup: no bound",
            good().with("    within: 30 minutes\n", ""),
            "34:5: Missing required key: silver.dedup.within"),
        bad(
            "dedup: unknown column",
            good().with("[event_id, page]", "[event_id, pages]"),
            "34:21: Unknown column of silver: silver.dedup.key[1]: pages (did you mean page?)"),
        bad(
            "dedup: a list for a key",
            good().with("[event_id, page]", "[event_id, tags]"),
            "34:21: Wrong type: silver.dedup.key[1]: tags is array<string> (rows cannot be told"
                + " apart by it)"),
        bad(
            "dedup: a duration without a unit",
            good().with("within: 30 minutes", "within: 30"),
            "35:13: Invalid value for silver.dedup.within: 30 (" + Durations.HINT + ")"),
        bad(
            "dedup: no time at all",
            good().with("within: 30 minutes", "within: 0 s"),
            "35:13: Invalid value for silver.dedup.within: 0 s (longer than nothing and at most"
                + " 36500 days)"),
        bad(
            "late: gold",
            good().with("after: 10 minutes", "after: 10 minutes\n    gold: drop"),
            "38:5: not supported yet: late.gold"),
        bad(
            "late: too long",
            good().with("after: 10 minutes", "after: 999999999 days"),
            "37:12: Invalid value for silver.late.after: 999999999 days (longer than nothing and at"
                + " most 36500 days)"),
        bad(
            "breaker: keys",
            silver("breaker: {ratio: 0.5}"),
            "15:12: Missing required key: silver.breaker.over",
            "15:12: Missing required key: silver.breaker.maxFailedRatio",
            "15:13: Unknown key: silver.breaker.ratio (known: maxFailedRatio, minRows, over, then)"),
        bad(
            "breaker: values",
            silver("breaker: {over: 5, maxFailedRatio: 1, minRows: 0, then: stop}"),
            "15:19: Invalid value for silver.breaker.over: 5 (" + Durations.HINT + ")",
            "15:38: Invalid value for silver.breaker.maxFailedRatio: 1 (a number between 0 and 1,"
                + " such as 0.5)",
            "15:50: Invalid value for silver.breaker.minRows: 0 (a whole number from 1, written in"
                + " digits)",
            "15:59: Invalid value for silver.breaker.then: stop (known: pause)"),
        bad(
            "breaker: a text for a share",
            silver("breaker: {over: 5 minutes, maxFailedRatio: half}"),
            "15:46: Expected a number between 0 and 1 for silver.breaker.maxFailedRatio, found the"
                + " text half"));
  }

  private static DefinitionFile silver(String line) {
    return least().plus("silver:\n  " + line + "\n");
  }

  private static DefinitionFile select(String item) {
    return silver("select:\n    - " + item);
  }
}
