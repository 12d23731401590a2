package dev.sluice.common.definition;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the keys an object has with those it may have. */
final class KeyCheck {
  private final Keys keys;
  private final Report report;
  private final String path;

  KeyCheck(Keys keys, Report report, String path) {
    this.keys = keys;
    this.report = report;
    this.path = path;
  }

  void check(Map<String, YamlNode> entries) {
    refuseUnknown(entries.keySet());
    Set<String> replaced = refuseLater(entries.keySet());
    for (String name : keys.names(Keys.Need.REQUIRED)) {
      if (!entries.containsKey(name) && !replaced.contains(name)) {
        report.problem(path, "Missing required key: " + child(name));
      }
    }
  }

  private void refuseUnknown(Set<String> names) {
    for (String name : names) {
      if (keys.find(name).isEmpty()) {
        report.problemAtKey(
            child(name),
            "Unknown key: " + Shown.text(child(name)),
            Optional.of(Nearest.hint(name, keys.names())));
      }
    }
  }

  /** Returns the required keys that the refused ones stand for. */
  private Set<String> refuseLater(Set<String> names) {
    Set<String> reported = new HashSet<>();
    Set<String> replaced = new HashSet<>();
    for (String name : names) {
      Optional<Keys.Key> key = keys.find(name).filter(found -> found.need() == Keys.Need.LATER);
      if (key.isPresent()) {
        key.get().insteadOf().ifPresent(replaced::add);
        if (reported.add(key.get().what())) {
          report.problemAtKey(
              child(name), "not supported yet: " + key.get().what(), Optional.empty());
        }
      }
    }
    return replaced;
  }

  private String child(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
