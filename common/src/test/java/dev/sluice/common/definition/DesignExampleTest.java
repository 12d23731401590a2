package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignExampleTest {
  @TempDir Path folder;

  @Test
  void whatTheDesignHasAndNothingExecutesYetIsNamedAndNothingElse() {
    assertThat(DefinitionFile.resource("design.yaml").problems(folder))
        .containsExactly(
            "20:1: not supported yet: bronze.retention",
            "47:34: not supported yet: hot value: latest",
            "49:16: not supported yet: session windows",
            "52:39: not supported yet: hot value: latest",
            "53:1: not supported yet: deliver",
            "57:5: No rows of reference table reference/countries: tests[0] (references:"
                + " {reference/countries: [...]})");
  }
}
