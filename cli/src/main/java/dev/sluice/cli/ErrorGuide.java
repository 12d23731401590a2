package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What each error code means at length: {@code errors.md}, a section per code. */
final class ErrorGuide {
  private static final String SECTION = "(?m)^## ";

  private final Map<String, Entry> entries;

  private ErrorGuide(Map<String, Entry> entries) {
    this.entries = entries;
  }

  static ErrorGuide load() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    String[] sections = text().split(SECTION, -1);
    // What stands before the first section is for readers of the file.
    for (int at = 1; at < sections.length; at++) {
      Entry entry = Entry.parse(sections[at]);
      entries.put(entry.code(), entry);
    }
    return new ErrorGuide(entries);
  }

  /** Finds {@code SL-2001}, also written {@code sl-2001} or {@code 2001}. */
  Optional<Entry> find(String code) {
    String number = code.toUpperCase(Locale.ROOT).replaceFirst("^SL-?", "");
    return Optional.ofNullable(entries.get("SL-" + number));
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  private static String text() {
    try (InputStream resource = ErrorGuide.class.getResourceAsStream("errors.md")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One code: {@code ## SL-2001 Title} and the paragraphs below it. */
  record Entry(String code, String title, String text) {
    private static Entry parse(String section) {
      String heading = section.lines().findFirst().orElseThrow();
      int space = heading.indexOf(' ');
      return new Entry(
          heading.substring(0, space),
          heading.substring(space + 1).strip(),
          section.substring(heading.length()).strip());
    }
  }
}
