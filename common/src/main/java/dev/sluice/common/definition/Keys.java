package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys one object of a definition file may have: the reader's side of the JSON Schema. */
record Keys(List<Key> all) {

  Keys {
    all = List.copyOf(all);
  }

  static Keys required(String... names) {
    return new Keys(List.of()).with(Need.REQUIRED, names);
  }

  static Keys none() {
    return new Keys(List.of());
  }

  Keys optional(String... names) {
    return with(Need.OPTIONAL, names);
  }

  /** A key of the design that nothing executes yet: known, and refused. */
  Keys later(String name, String what) {
    return plus(new Key(name, Need.LATER, what, Optional.empty()));
  }

  /** The same, standing for a required key, which is then not missed. */
  Keys later(String name, String what, String insteadOf) {
    return plus(new Key(name, Need.LATER, what, Optional.of(insteadOf)));
  }

  List<String> names() {
    return all.stream().map(Key::name).toList();
  }

  List<String> names(Need need) {
    return all.stream().filter(key -> key.need() == need).map(Key::name).toList();
  }

  Optional<Key> find(String name) {
    return all.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  private Keys with(Need need, String... names) {
    Keys keys = this;
    for (String name : names) {
      keys = keys.plus(new Key(name, need, name, Optional.empty()));
    }
    return keys;
  }

  private Keys plus(Key key) {
    List<Key> more = new ArrayList<>(all);
    more.add(key);
    return new Keys(more);
  }

  /** Whether a key must, may or cannot yet be used. */
  enum Need {
    REQUIRED,
    OPTIONAL,
    LATER
  }

  /**
   * One key.
   *
   * @param what the feature, in words; keys of one feature are refused together
   * @param insteadOf the required key that this one stands for
   */
  record Key(String name, Need need, String what, Optional<String> insteadOf) {}
}
