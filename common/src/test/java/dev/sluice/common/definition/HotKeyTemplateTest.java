package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotKeyTemplateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void rendersColumnsAndTheStartOfTheWindow() {
    HotKeyTemplate template = parsed("sales:{country}:{window_start}");
    assertThat(template.columns()).containsExactly("country", "window_start");
    assertThat(template.render(Map.of("country", "DE"), NOON))
        .isEqualTo("sales:DE:2026-01-01T12:00:00Z");
  }

  @Test
  void encodesWhatIsNotUnreserved() {
    assertThat(rendered("a-b.c_d~9")).isEqualTo("v:a-b.c_d~9");
    assertThat(rendered("a b:c/d")).isEqualTo("v:a%20b%3Ac%2Fd");
    assertThat(rendered("{x}*")).isEqualTo("v:%7Bx%7D%2A");
    assertThat(rendered("\r\n\u001b[31m")).isEqualTo("v:%0D%0A%1B%5B31m");
    assertThat(rendered("é€😀")).isEqualTo("v:%C3%A9%E2%82%AC%F0%9F%98%80");
  }

  @Test
  void nullEmptyAndTheirLookalikesDiffer() {
    assertThat(rendered(null)).isEqualTo("v:%NULL");
    assertThat(rendered("")).isEqualTo("v:");
    assertThat(rendered("%NULL")).isEqualTo("v:%25NULL");
    assertThat(rendered("NULL")).isEqualTo("v:NULL");
  }

  @Test
  void aTemplateNeedsNoColumn() {
    assertThat(parsed("total").render(Map.of(), NOON)).isEqualTo("total");
  }

  @Test
  void aMissingColumnIsAnError() {
    assertThatThrownBy(() -> parsed("v:{a}").render(Map.of("b", "1"), NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot render hot key: no value for {a}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a", "a}", "x{}", "{{a}}", "{a}}"})
  void bracesHavePartners(String template) {
    assertThat(HotKeyTemplate.parse(template)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a}{b}", "{a}-{b}", "{a}.x_~%{b}", "{a}{window_start}"})
  void columnsThatCouldRunTogetherAreNamed(String template) {
    assertThat(parsed("x:" + template + ":{c}").unseparated()).containsExactly(template);
  }

  @Test
  void aColumnThatAppearsTwiceIsThereTwice() {
    assertThat(parsed("{a}:{a}").columns()).containsExactly("a", "a");
  }

  @Test
  void templatesThatMakeTheSameKeysHaveOneShape() {
    assertThat(parsed("k:{a}:{b}").shape()).isEqualTo("k:{}:{}");
    assertThat(parsed("total").shape()).isEqualTo("total");
  }

  @Property
  void differentGroupsHaveDifferentKeys(
      @ForAll("templates") String template,
      @ForAll("groups") List<String> group,
      @ForAll("groups") List<String> other) {
    Assume.that(!group.equals(other));
    HotKeyTemplate parsed = parsed(template);
    assertThat(parsed.unseparated()).isEmpty();
    assertThat(parsed.render(columns(group), NOON))
        .isNotEqualTo(parsed.render(columns(other), NOON));
  }

  @Property
  void anEncodedValueDecodesToItself(@ForAll("texts") String value) {
    Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(value));
    String encoded = rendered(value).substring("v:".length());
    assertThat(encoded).matches("[A-Za-z0-9._~%-]*");
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(value);
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
        "k:{a}:{b}:{c}:{window_start}",
        "{a}:{window_start}:{b}/{c}",
        "{window_start}|{c}-:-{b}-:-{a}",
        "{a}x:x{b}x:x{c}");
  }

  @Provide
  Arbitrary<List<String>> groups() {
    return texts().injectNull(0.1).list().ofSize(3);
  }

  @Provide
  Arbitrary<String> texts() {
    // A small alphabet of what might confuse, and any UTF-16 at all, lone surrogates among it.
    Arbitrary<String> tricky =
        Arbitraries.strings().withChars(":/%{}x-N\ud83d\ude00".toCharArray()).ofMaxLength(4);
    return Arbitraries.oneOf(tricky, Arbitraries.strings().ofMaxLength(6));
  }

  private static HotKeyTemplate parsed(String template) {
    return HotKeyTemplate.parse(template).orElseThrow();
  }

  private static String rendered(String value) {
    return parsed("v:{a}").render(columns(Arrays.asList(value, "", "")), NOON);
  }

  private static Map<String, String> columns(List<String> values) {
    Map<String, String> columns = new HashMap<>();
    columns.put("a", values.get(0));
    columns.put("b", values.get(1));
    columns.put("c", values.get(2));
    return columns;
  }
}
