package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Enrich;
import dev.sluice.common.definition.DatasetDefinition.JoinKey;
import dev.sluice.common.definition.DatasetDefinition.OnMiss;
import dev.sluice.common.definition.DatasetDefinition.Take;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code silver.enrich}. */
final class EnrichSection {
  private static final String NAME = "(?:[A-Za-z_][A-Za-z0-9_]*|`[^`]+`)";

  private static final String EQUALITY = "\\s*" + NAME + "\\s*=\\s*" + NAME + "\\s*";

  private static final String AND = "\\s[aA][nN][dD]\\s";

  /** {@code column = column and …}; also the pattern of the published JSON Schema. */
  static final String ON = "^" + EQUALITY + "(?:" + AND + EQUALITY + ")*$";

  /** {@code column}, or {@code column as name}; also the pattern of the published JSON Schema. */
  static final String TAKE = "^\\s*(" + NAME + ")(?:\\s+[aA][sS]\\s+(" + NAME + "))?\\s*$";

  private static final Pattern ON_PATTERN = Pattern.compile(ON);

  private static final Pattern PAIR = Pattern.compile("(" + NAME + ")\\s*=\\s*(" + NAME + ")");

  private static final Pattern TAKE_PATTERN = Pattern.compile(TAKE);

  private static final Map<String, OnMiss> ON_MISS =
      Map.of("keep", OnMiss.KEEP, "quarantine", OnMiss.QUARANTINE);

  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(10);

  private EnrichSection() {}

  /** Keeps the position of an item that cannot be read, so that paths stay right. */
  static List<Enrich> read(YamlNode node) {
    return node.items().stream().map(item -> item(item.object(DatasetKeys.ENRICH))).toList();
  }

  private static Enrich item(YamlObject item) {
    return new Enrich(
        item.text("table").orElse(Draft.UNREADABLE),
        item.get("on").map(EnrichSection::on).orElse(List.of()),
        item.get("take").map(EnrichSection::take).orElse(List.of()),
        item.get("types").map(EnrichSection::types).orElse(Map.of()),
        item.get("refresh").flatMap(YamlNode::duration).orElse(DEFAULT_REFRESH),
        item.get("onMiss").flatMap(value -> value.oneOf(ON_MISS)).orElse(OnMiss.KEEP));
  }

  private static List<JoinKey> on(YamlNode node) {
    List<JoinKey> keys = new ArrayList<>();
    String text = node.text().orElse(Draft.UNREADABLE);
    if (ON_PATTERN.matcher(text).matches()) {
      Matcher pair = PAIR.matcher(text);
      while (pair.find()) {
        keys.add(new JoinKey(unquoted(pair.group(1)), unquoted(pair.group(2))));
      }
    } else if (!text.equals(Draft.UNREADABLE)) {
      node.invalid("write: column of silver = column of the table, several joined by and");
    }
    return keys;
  }

  private static List<Take> take(YamlNode node) {
    List<Take> take = new ArrayList<>();
    for (YamlNode item : node.items()) {
      String text = item.text().orElse(Draft.UNREADABLE);
      Matcher matcher = TAKE_PATTERN.matcher(text);
      if (matcher.matches()) {
        String column = unquoted(matcher.group(1));
        take.add(new Take(column, matcher.group(2) == null ? column : unquoted(matcher.group(2))));
      } else {
        take.add(new Take(Draft.UNREADABLE, Draft.UNREADABLE));
        if (!text.equals(Draft.UNREADABLE)) {
          item.invalid("write: column, or column as name");
        }
      }
    }
    return take;
  }

  private static Map<String, String> types(YamlNode node) {
    Map<String, String> types = new LinkedHashMap<>();
    node.entries()
        .forEach((column, type) -> type.text().ifPresent(text -> types.put(column, text)));
    return types;
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1) : name;
  }
}
