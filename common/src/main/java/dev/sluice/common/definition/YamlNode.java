package dev.sluice.common.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML file. Reading it as a type gives the value, or reports a problem at the value's
 * place and gives nothing.
 */
final class YamlNode {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern SHARE = Pattern.compile("0?[.][0-9]{1,6}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int HIGHEST_PORT = 65_535;

  private final Node node;
  private final String path;
  private final Report report;

  YamlNode(Node node, String path, Report report) {
    this.node = node;
    this.path = path;
    this.report = report;
    report.remember(path, place(node));
  }

  String path() {
    return path;
  }

  void problem(String message) {
    report.problemAt(place(node), path, message, Optional.empty());
  }

  void problem(String message, String hint) {
    report.problemAt(place(node), path, message, Optional.of(hint));
  }

  void invalid(String why) {
    problem("Invalid value for " + path + ": " + shown(), why);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Neither mapping nor list. */
  Optional<ScalarNode> scalarNode() {
    return node instanceof ScalarNode scalar ? Optional.of(scalar) : Optional.empty();
  }

  /** An object with known keys; one without any when this is no mapping. */
  YamlObject object(Keys keys) {
    Optional<Map<String, YamlNode>> entries = mapping(keys.names());
    entries.ifPresent(map -> new KeyCheck(keys, report, path).check(map));
    return new YamlObject(entries.orElse(Map.of()));
  }

  /** A mapping whose keys are names of the user's choice, in the file's order. */
  Map<String, YamlNode> entries() {
    return mapping(List.of()).orElse(Map.of());
  }

  /** A list's items, of which there must be one; none when this is no list. */
  List<YamlNode> items() {
    List<YamlNode> items = elements();
    if (items.isEmpty() && isList()) {
      problem("Empty list: " + path, "name at least one, or leave the key out");
    }
    return items;
  }

  /** A list's items, if any. */
  List<YamlNode> elements() {
    if (!(node instanceof SequenceNode sequence)) {
      expected("a list");
      return List.of();
    }
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlNode(item, path + "[" + items.size() + "]", report));
    }
    return items;
  }

  /** Texts of a list, none twice. */
  List<String> texts() {
    return texts(text -> true, "");
  }

  /** The same, each of which must pass. */
  List<String> texts(Predicate<String> valid, String hint) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : items()) {
      Optional<String> text = item.text();
      if (text.isPresent() && !valid.test(text.get())) {
        item.invalid(hint);
      } else {
        text.ifPresent(value -> item.addOnce(value, texts));
      }
    }
    return texts;
  }

  /** A text that is not blank. */
  Optional<String> text() {
    if (!(node instanceof ScalarNode scalar) || !Tag.STR.equals(scalar.getTag())) {
      expected("a text");
      return Optional.empty();
    }
    if (YamlTrap.isBooleanElsewhere(scalar)) {
      problem(YamlTrap.message(path, scalar), "quote it: \"" + scalar.getValue() + "\"");
      return Optional.empty();
    }
    if (scalar.getValue().isBlank()) {
      problem("Empty text: " + path);
      return Optional.empty();
    }
    return Optional.of(scalar.getValue());
  }

  /** Any scalar but nothing, as it was written: settings that are handed on as text. */
  Optional<String> scalar() {
    if (!(node instanceof ScalarNode scalar) || Tag.NULL.equals(scalar.getTag())) {
      expected("a text, number, true or false");
      return Optional.empty();
    }
    return Tag.STR.equals(scalar.getTag()) && !scalar.getValue().isEmpty()
        ? text()
        : Optional.of(scalar.getValue());
  }

  Optional<Boolean> flag() {
    if (node instanceof ScalarNode scalar && Tag.BOOL.equals(scalar.getTag())) {
      return Optional.of(Boolean.parseBoolean(scalar.getValue()));
    }
    if (node instanceof ScalarNode scalar && YamlTrap.isBooleanElsewhere(scalar)) {
      problem(YamlTrap.message(path, scalar), "use true or false");
    } else {
      expected("true or false");
    }
    return Optional.empty();
  }

  /** A whole number from 1. */
  Optional<Long> count() {
    if (!(node instanceof ScalarNode scalar) || !Tag.INT.equals(scalar.getTag())) {
      expected("a whole number");
      return Optional.empty();
    }
    if (!WHOLE_NUMBER.matcher(scalar.getValue()).matches()
        || Long.parseLong(scalar.getValue()) == 0) {
      invalid("a whole number from 1, written in digits");
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(scalar.getValue()));
  }

  /** A whole number from 0. */
  Optional<Long> number() {
    if (node instanceof ScalarNode scalar
        && Tag.INT.equals(scalar.getTag())
        && WHOLE_NUMBER.matcher(scalar.getValue()).matches()) {
      return Optional.of(Long.parseLong(scalar.getValue()));
    }
    expected("a number of rows");
    return Optional.empty();
  }

  /** A part of a whole: more than nothing and less than all. */
  Optional<Double> share() {
    boolean isNumber =
        node instanceof ScalarNode scalar
            && (Tag.FLOAT.equals(scalar.getTag()) || Tag.INT.equals(scalar.getTag()));
    if (!isNumber) {
      expected("a number between 0 and 1");
      return Optional.empty();
    }
    String text = ((ScalarNode) node).getValue();
    Optional<Double> share =
        SHARE.matcher(text).matches() ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    if (share.filter(value -> value > 0).isEmpty()) {
      invalid("a number between 0 and 1, such as 0.5");
      return Optional.empty();
    }
    return share;
  }

  /** A TCP port, or 0 for any that is free. */
  Optional<Integer> port() {
    boolean isPort =
        node instanceof ScalarNode scalar
            && Tag.INT.equals(scalar.getTag())
            && PORT.matcher(scalar.getValue()).matches()
            && Integer.parseInt(scalar.getValue()) <= HIGHEST_PORT;
    if (!isPort) {
      expected("a port from 0 to " + HIGHEST_PORT);
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(((ScalarNode) node).getValue()));
  }

  /** A size in bytes, at least one. */
  Optional<Long> bytes() {
    if (!(node instanceof ScalarNode scalar) || !Tag.STR.equals(scalar.getTag())) {
      return count();
    }
    Optional<Long> bytes = ByteSizes.parse(scalar.getValue()).filter(size -> size > 0);
    if (bytes.isEmpty()) {
      invalid(ByteSizes.HINT);
    }
    return bytes;
  }

  /** A span of time longer than nothing. */
  Optional<Duration> duration() {
    if (!(node instanceof ScalarNode scalar) || Tag.NULL.equals(scalar.getTag())) {
      expected("a duration");
      return Optional.empty();
    }
    Optional<Duration> duration = Durations.parse(scalar.getValue());
    if (duration.isEmpty()) {
      invalid(Durations.HINT);
    } else if (duration.get().isZero() || duration.get().compareTo(Durations.LONGEST) > 0) {
      invalid("longer than nothing and at most " + Durations.shown(Durations.LONGEST));
      return Optional.empty();
    }
    return duration;
  }

  /** One of these words. */
  <T> Optional<T> oneOf(Map<String, T> values) {
    return oneOf(values, Set.of(), "");
  }

  /** One of these words; others belong to the design and are refused as not supported yet. */
  <T> Optional<T> oneOf(Map<String, T> values, Set<String> later, String what) {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (later.contains(text.get())) {
      problem("not supported yet: " + what + " " + text.get());
    } else if (!values.containsKey(text.get())) {
      invalid(Nearest.hint(text.get(), values.keySet()));
    }
    return Optional.ofNullable(values.get(text.get()));
  }

  void expected(String what) {
    problem(
        "Expected " + what + " for " + (path.isEmpty() ? "the file" : path) + ", found " + found());
  }

  /**
   * @param known keys that mean what they say, even {@code on}
   */
  private Optional<Map<String, YamlNode>> mapping(List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      expected("a mapping");
      return Optional.empty();
    }
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      key(tuple.getKeyNode(), known).ifPresent(key -> addEntry(key, tuple, entries));
    }
    return Optional.of(entries);
  }

  private Optional<String> key(Node key, List<String> known) {
    if (key instanceof ScalarNode scalar
        && Tag.STR.equals(scalar.getTag())
        && known.contains(scalar.getValue())) {
      return Optional.of(scalar.getValue());
    }
    return new YamlNode(key, path.isEmpty() ? "(key)" : path + ".(key)", report).text();
  }

  private void addEntry(String key, NodeTuple tuple, Map<String, YamlNode> entries) {
    String child = path.isEmpty() ? key : path + "." + key;
    Report.Place keyPlace = place(tuple.getKeyNode());
    if (entries.containsKey(key)) {
      report.problemAt(
          keyPlace,
          child,
          "Duplicate key: " + Shown.text(child),
          Optional.of("first at line " + place(entries.get(key).node).line()));
      return;
    }
    report.rememberKey(child, keyPlace);
    entries.put(key, new YamlNode(tuple.getValueNode(), child, report));
  }

  private void addOnce(String text, List<String> texts) {
    if (texts.contains(text)) {
      problem("Named twice: " + Shown.text(text));
    } else {
      texts.add(text);
    }
  }

  private String shown() {
    return node instanceof ScalarNode scalar ? Shown.text(scalar.getValue()) : found();
  }

  private String found() {
    if (node instanceof ScalarNode scalar) {
      return found(scalar.getTag(), Shown.text(scalar.getValue()));
    }
    return node instanceof MappingNode ? "a mapping" : "a list";
  }

  private static String found(Tag tag, String value) {
    if (Tag.NULL.equals(tag)) {
      return "nothing";
    } else if (Tag.BOOL.equals(tag)) {
      return "the boolean " + value;
    } else if (Tag.STR.equals(tag)) {
      return "the text " + value;
    }
    return Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)
        ? "the number " + value
        : "the tag " + Shown.text(tag.getValue());
  }

  private static Report.Place place(Node node) {
    return node.getStartMark().map(YamlFile::place).orElse(new Report.Place(1, 1));
  }
}
