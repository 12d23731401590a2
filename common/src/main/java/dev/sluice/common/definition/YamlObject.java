package dev.sluice.common.definition;

import java.util.Map;
import java.util.Optional;

/** A mapping whose keys have been checked. */
record YamlObject(Map<String, YamlNode> entries) {

  /** The node as an object; without keys when there is no node, which its parent reports. */
  static YamlObject of(Optional<YamlNode> node, Keys keys) {
    return node.map(found -> found.object(keys)).orElse(new YamlObject(Map.of()));
  }

  Optional<YamlNode> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Optional<String> text(String key) {
    return get(key).flatMap(YamlNode::text);
  }
}
