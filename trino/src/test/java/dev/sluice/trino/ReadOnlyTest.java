package dev.sluice.trino;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "  -- insert\n (with a as (select 1) select * from a)",
        "/* drop\n */ show tables in silver",
        "VALUES (1)",
        "explain select 1",
        "",
        // Not SQL: the parser says so better.
        "selct 1"
      })
  void questionsPass(String sql) {
    assertThatCode(() -> ReadOnly.check(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE from a",
        "-- x\nInsert into a values (1)",
        "call system.x()",
        "use silver"
      })
  void whatChangesSomethingIsRefusedByItsFirstWord(String sql) {
    assertThatThrownBy(() -> ReadOnly.check(sql))
        .hasMessageContaining("`sluice sql` only reads")
        .extracting("code")
        .isEqualTo("SL-4022");
  }
}
