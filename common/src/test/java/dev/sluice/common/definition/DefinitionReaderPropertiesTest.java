package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DefinitionReaderPropertiesTest {
  @Property(tries = 500)
  void anyFileIsReadOrHasProblemsAndNothingIsThrown(@ForAll("files") byte[] bytes) {
    Path file = write(bytes);
    Report report = DefinitionReader.read(file).report();
    assertThat(report.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isPositive();
              assertThat(problem.column()).isPositive();
              assertThat(problem.toString()).doesNotContain("\n");
            });
  }

  @Provide
  Arbitrary<byte[]> files() {
    byte[] good = DefinitionFile.good().text().getBytes(StandardCharsets.UTF_8);
    Arbitrary<byte[]> fragments =
        Arbitraries.of(
                List.of(
                    "{", "}", "[", "]", ":", "-", "\n", " ", "\t", "&a ", "*a", "!!", "'", "\"",
                    "|", ">", "null", "7", "on", "<<", "#", "\u0000", "\u001b", "é", "---\n", "?"))
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(8);
    return Combinators.combine(
            Arbitraries.integers().between(0, good.length),
            Arbitraries.integers().between(0, 20),
            Arbitraries.oneOf(fragments, noise))
        .as((at, length, put) -> splice(good, at, length, put));
  }

  private static byte[] splice(byte[] text, int at, int length, byte[] put) {
    int end = Math.min(text.length, at + length);
    byte[] spliced = new byte[at + put.length + text.length - end];
    System.arraycopy(text, 0, spliced, 0, at);
    System.arraycopy(put, 0, spliced, at, put.length);
    System.arraycopy(text, end, spliced, at + put.length, text.length - end);
    return spliced;
  }

  private static Path write(byte[] bytes) {
    try {
      Path file = Path.of(System.getProperty("java.io.tmpdir"), "mutated-dataset.yaml");
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
