package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path home;

  @Test
  void everyCheckIsALineAndTheExitCodeSaysWhetherOneFailed() {
    TestConsole console = TestConsole.piped(home);

    int code = console.run("doctor");

    assertThat(console.out()).containsPattern("(?m)^(ok|warn|fail) +java ");
    boolean failed = console.out().lines().anyMatch(line -> line.startsWith("fail"));
    assertThat(code).isEqualTo(failed ? 4 : 0);
  }

  @Test
  void whatIsNotOkComesWithAFixForPrograms() throws IOException {
    TestConsole console = TestConsole.piped(home);

    console.run("doctor", "--json");

    JsonNode checks = new ObjectMapper().readTree(console.out());
    assertThat(checks).hasSizeGreaterThan(3);
    assertThat(checks)
        .allSatisfy(
            check ->
                assertThat(check.get("result").asText().equals("ok"))
                    .as(check.toString())
                    .isEqualTo(check.get("fix").asText().isEmpty()));
  }
}
