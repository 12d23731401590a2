package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of {@code /metrics}, read as the text format 0.0.4 says and no more leniently: every
 * sample belongs to a family that was declared before it, families and samples stand there once.
 */
record Scrape(Map<String, String> types, Map<String, Double> samples) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\",?)*\\})? (\\S+)");
  private static final Pattern PART_OF_HISTOGRAM = Pattern.compile("_(bucket|sum|count)$");

  static Scrape of(String text) {
    assertThat(text).endsWith("\n");
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Double> samples = new TreeMap<>();
    Set<String> helped = new HashSet<>();
    for (String line : text.lines().toList()) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      if (help.matches()) {
        assertThat(helped.add(help.group(1))).as(line).isTrue();
      } else if (type.matches()) {
        assertThat(types.put(type.group(1), type.group(2))).as(line).isNull();
      } else {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(types).as(line).containsKey(family(sample.group(1), types));
        String id = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
        assertThat(samples.put(id, Double.parseDouble(sample.group(3)))).as(line).isNull();
      }
    }
    assertThat(helped).isEqualTo(types.keySet());
    return new Scrape(types, samples);
  }

  private static String family(String sample, Map<String, String> types) {
    String part = PART_OF_HISTOGRAM.matcher(sample).replaceFirst("");
    return "histogram".equals(types.get(part)) ? part : sample;
  }

  /** The one sample of a name; absent as null. */
  Double value(String id) {
    return samples.get(id);
  }

  /** All samples of a name, by what stands between their braces. */
  Map<String, Double> values(String name) {
    Map<String, Double> found = new HashMap<>();
    samples.forEach(
        (id, value) -> {
          if (id.startsWith(name + "{")) {
            found.put(id.substring(name.length() + 1, id.length() - 1), value);
          }
        });
    return found;
  }
}
