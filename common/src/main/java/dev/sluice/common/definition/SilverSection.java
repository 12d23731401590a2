package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Breaker;
import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.definition.DatasetDefinition.OnFail;
import dev.sluice.common.definition.DatasetDefinition.Rule;
import dev.sluice.common.definition.DatasetDefinition.Select;
import dev.sluice.common.definition.DatasetDefinition.Silver;
import dev.sluice.common.definition.DefinitionReader.Draft;
import dev.sluice.common.table.SilverTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code silver}. */
final class SilverSection {
  /** {@code expression as name}, or a column; also the pattern of the published JSON Schema. */
  static final String SELECT =
      "^\\s*(?:([\\s\\S]*\\S)\\s+[aA][sS]\\s+)?(?:([A-Za-z_][A-Za-z0-9_]*)|`([^`]+)`)\\s*$";

  private static final Pattern SELECT_PATTERN = Pattern.compile(SELECT);

  private static final Map<String, OnFail> ON_FAIL =
      Map.of("quarantine", OnFail.QUARANTINE, "warn", OnFail.WARN, "stop", OnFail.STOP);

  /** Below it a few bad rows after a quiet night would be a high share of all. */
  private static final long DEFAULT_MIN_ROWS = 100;

  /** What a breaker that trips may do: one thing, so far. */
  private static final Map<String, String> THEN = Map.of("pause", "pause");

  private static final double STAND_IN_RATIO = 0.5;

  private static final Duration STAND_IN = Duration.ofMinutes(1);

  private SilverSection() {}

  static Silver read(YamlNode node) {
    YamlObject silver = node.object(DatasetKeys.SILVER);
    return new Silver(
        silver.text("where"),
        silver.get("only").flatMap(only -> only(only, silver)).orElse(false),
        silver.get("select").map(SilverSection::select).orElse(List.of()),
        silver.get("rules").map(SilverSection::rules).orElse(List.of()),
        silver.get("dedup").map(SilverSection::dedup),
        silver
            .get("late")
            .flatMap(late -> late.object(DatasetKeys.LATE).get("after"))
            .flatMap(YamlNode::duration),
        silver.get("breaker").map(SilverSection::breaker),
        silver.get("protect").map(ProtectSection::read).orElse(List.of()),
        silver.get("enrich").map(EnrichSection::read).orElse(List.of()));
  }

  private static Optional<Boolean> only(YamlNode node, YamlObject silver) {
    Optional<Boolean> only = node.flag();
    if (only.orElse(false) && !silver.has("select")) {
      node.problem("silver.only narrows silver to silver.select, which is missing");
    }
    return only;
  }

  /** Keeps the position of an item that cannot be read, so that paths stay right. */
  private static List<Select> select(YamlNode node) {
    List<Select> select = new ArrayList<>();
    for (YamlNode item : node.items()) {
      select.add(
          item.text()
              .flatMap(text -> selectItem(text, item))
              .orElse(new Select(Draft.UNREADABLE, Draft.UNREADABLE)));
    }
    return select;
  }

  private static Optional<Select> selectItem(String text, YamlNode item) {
    Matcher matcher = SELECT_PATTERN.matcher(text);
    if (!matcher.matches()) {
      item.problem(
          "No name in " + item.path() + ": " + Shown.text(text), "write: expression as name");
      return Optional.empty();
    }
    String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    String expression = matcher.group(1) != null ? matcher.group(1).strip() : text.strip();
    return Optional.of(new Select(name, expression));
  }

  private static List<Rule> rules(YamlNode node) {
    List<Rule> rules = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (YamlNode item : node.items()) {
      Rule rule = rule(item.object(DatasetKeys.RULE));
      if (!rule.name().equals(Draft.UNREADABLE) && names.contains(rule.name())) {
        item.problem("Two rules have the name " + rule.name());
      }
      names.add(rule.name());
      rules.add(rule);
    }
    return rules;
  }

  private static Rule rule(YamlObject rule) {
    return new Rule(
        rule.get("name").flatMap(Names::table).orElse(Draft.UNREADABLE),
        rule.text("expr").orElse(Draft.UNREADABLE),
        rule.get("onFail").flatMap(value -> value.oneOf(ON_FAIL)).orElse(OnFail.WARN));
  }

  private static Breaker breaker(YamlNode node) {
    YamlObject breaker = node.object(DatasetKeys.BREAKER);
    breaker.get("then").ifPresent(then -> then.oneOf(THEN));
    return new Breaker(
        breaker.get("over").flatMap(YamlNode::duration).orElse(STAND_IN),
        breaker.get("maxFailedRatio").flatMap(YamlNode::share).orElse(STAND_IN_RATIO),
        breaker.get("minRows").flatMap(YamlNode::count).orElse(DEFAULT_MIN_ROWS));
  }

  static Dedup dedup(YamlNode node) {
    YamlObject dedup = node.object(DatasetKeys.DEDUP);
    return new Dedup(
        dedup.get("key").map(YamlNode::texts).orElse(List.of(SilverTable.EVENT_ID)),
        dedup.get("within").flatMap(YamlNode::duration).orElse(STAND_IN));
  }
}
