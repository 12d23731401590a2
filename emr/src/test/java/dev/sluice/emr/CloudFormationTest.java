package dev.sluice.emr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template, as cfn-lint and a reader see it. It was never run. */
class CloudFormationTest {
  private static final Path EMR = Path.of(System.getProperty("sluice.home"), "emr");
  private static final Path TEMPLATE = EMR.resolve("cloudformation/sluice.yaml");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void cfnLintHasNothingToSay() throws Exception {
    String commands =
        """
        tools=$(bin/aws-tools)
        "$tools/bin/cfn-lint" --include-checks I --regions us-east-1 --template cloudformation/sluice.yaml
        """;
    try (Shell shell = Shell.start(commands, EMR, Map.of(), folder.resolve("log"))) {
      assertThat(shell.exitCode(LIMIT)).as(shell.output()).isZero();
    }
  }

  @Test
  void theTemplateNamesNoAccountAndNoRegion() throws Exception {
    assertThat(Files.readString(TEMPLATE))
        .doesNotContainPattern("[0-9]{12}")
        .doesNotContainPattern("\\b(us|eu|ap|sa|ca|me|af)-[a-z]+-[0-9]\\b")
        .doesNotContain("arn:aws:");
  }

  @Test
  void everyBucketIsEncryptedPrivateAndReachedOverTlsOnly() throws Exception {
    String template = Files.readString(TEMPLATE);
    int buckets = count(template, "Type: AWS::S3::Bucket\n");

    assertThat(buckets).isEqualTo(3);
    assertThat(count(template, "SSEAlgorithm: AES256")).isEqualTo(buckets);
    assertThat(count(template, "RestrictPublicBuckets: true")).isEqualTo(buckets);
    assertThat(count(template, "Sid: OnlyOverTls")).isEqualTo(buckets);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
