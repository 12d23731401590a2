package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void onATerminalABlockReplacesTheOneBefore() {
    TestConsole terminal = TestConsole.terminal(80);
    try (Progress progress = new Progress(terminal.console(), now::get)) {
      progress.show(List.of("bronze 1", "silver 1"));
      progress.show(List.of("bronze 2", "silver 2"));
    }

    assertThat(terminal.error())
        .isEqualTo(
            "bronze 1\nsilver 1\n\u001b[2A\r\u001b[Jbronze 2\nsilver 2\n\u001b[2A\r\u001b[J");
  }

  @Test
  void inAPipeABlockIsPrintedNowAndThenWithoutEscapes() {
    TestConsole pipe = TestConsole.piped(Path.of("unused"));
    try (Progress progress = new Progress(pipe.console(), now::get)) {
      progress.show(List.of("first"));
      now.addAndGet(Duration.ofSeconds(9).toNanos());
      progress.show(List.of("too soon"));
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      progress.show(List.of("second"));
    }

    assertThat(pipe.error()).isEqualTo("first\nsecond\n");
  }

  @Test
  void aLineThatStaysIsNotPartOfTheBlock() {
    TestConsole terminal = TestConsole.terminal(80);
    Progress progress = new Progress(terminal.console(), now::get);
    progress.show(List.of("working"));
    progress.say("topic created");
    progress.show(List.of("working"));

    assertThat(terminal.error()).isEqualTo("working\n\u001b[1A\r\u001b[Jtopic created\nworking\n");
  }
}
