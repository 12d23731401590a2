package dev.sluice.common.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the rows of a range went, counted when they were judged: {@code read = good + duplicate +
 * quarantined + filtered}. Stands in the metadata of silver's commit, with what the commits say
 * they wrote beside it.
 *
 * @param late good rows that were late
 * @param conflicts duplicates whose payload differed from the first
 * @param warned good rows with at least one warning
 * @param reasons quarantined rows by reason
 * @param rules failures by rule, those of rows that were duplicates included: rules are judged
 *     first. A row that failed two rules counts for both; a rule that none failed is absent
 */
public record Accounting(
    long read,
    long good,
    long duplicate,
    long quarantined,
    long filtered,
    long late,
    long conflicts,
    long warned,
    Map<Reason, Long> reasons,
    Map<String, Long> rules)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No rows. */
  public static final Accounting EMPTY = new Accounting(0, 0, 0, 0, 0, 0, 0, 0, Map.of());

  public Accounting {
    Map<Reason, Long> copy = new EnumMap<>(Reason.class);
    copy.putAll(reasons);
    reasons = Collections.unmodifiableMap(copy);
    rules = Collections.unmodifiableMap(new TreeMap<>(rules));
  }

  /** Rows that failed no rule. */
  public Accounting(
      long read,
      long good,
      long duplicate,
      long quarantined,
      long filtered,
      long late,
      long conflicts,
      long warned,
      Map<Reason, Long> reasons) {
    this(read, good, duplicate, quarantined, filtered, late, conflicts, warned, reasons, Map.of());
  }

  /** The rows of two ranges. */
  public Accounting plus(Accounting other) {
    Map<Reason, Long> both = new EnumMap<>(Reason.class);
    both.putAll(reasons);
    other.reasons.forEach((reason, count) -> both.merge(reason, count, Long::sum));
    Map<String, Long> bothRules = new TreeMap<>(rules);
    other.rules.forEach((rule, count) -> bothRules.merge(rule, count, Long::sum));
    return new Accounting(
        read + other.read,
        good + other.good,
        duplicate + other.duplicate,
        quarantined + other.quarantined,
        filtered + other.filtered,
        late + other.late,
        conflicts + other.conflicts,
        warned + other.warned,
        both,
        bothRules);
  }

  /** Whether every row read went to exactly one place. */
  public boolean addsUp() {
    return read == good + duplicate + quarantined + filtered
        && quarantined == reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /** As it stands in silver's commit. */
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("read", read);
    json.put("good", good);
    json.put("duplicate", duplicate);
    json.put("quarantined", quarantined);
    json.put("filtered", filtered);
    json.put("late", late);
    json.put("conflicts", conflicts);
    json.put("warned", warned);
    ObjectNode byReason = json.putObject("reasons");
    reasons.forEach((reason, count) -> byReason.put(reason.name(), count));
    ObjectNode byRule = json.putObject("rules");
    rules.forEach(byRule::put);
    return json;
  }

  /** From silver's commit. */
  public static Accounting fromJson(JsonNode json) {
    Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
    json.path("reasons")
        .fields()
        .forEachRemaining(
            entry -> reasons.put(Reason.valueOf(entry.getKey()), entry.getValue().asLong()));
    Map<String, Long> rules = new TreeMap<>();
    json.path("rules")
        .fields()
        .forEachRemaining(entry -> rules.put(entry.getKey(), entry.getValue().asLong()));
    return new Accounting(
        json.path("read").asLong(),
        json.path("good").asLong(),
        json.path("duplicate").asLong(),
        json.path("quarantined").asLong(),
        json.path("filtered").asLong(),
        json.path("late").asLong(),
        json.path("conflicts").asLong(),
        json.path("warned").asLong(),
        reasons,
        rules);
  }
}
