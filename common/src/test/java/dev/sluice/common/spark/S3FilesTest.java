package dev.sluice.common.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class S3FilesTest {
  @Test
  void withoutAWordOfTheEnvironmentS3IsWhereAwsHasIt() {
    assertThat(S3Files.settings(Map.of()))
        .doesNotContainKeys("fs.s3a.endpoint", "fs.s3a.endpoint.region");
  }

  @Test
  void theEnvironmentOfAwsToolsNamesRegionAndEndpoint() {
    assertThat(
            S3Files.settings(
                Map.of(
                    "AWS_REGION", "eu-central-1",
                    "AWS_DEFAULT_REGION", "us-east-1",
                    "AWS_ENDPOINT_URL", "http://127.0.0.1:9000")))
        .containsEntry("fs.s3a.endpoint.region", "eu-central-1")
        .containsEntry("fs.s3a.endpoint", "http://127.0.0.1:9000")
        .containsEntry("fs.s3a.path.style.access", "true");
  }

  @Test
  void theEndpointOfS3GoesBeforeThatOfAll() {
    assertThat(
            S3Files.settings(
                Map.of("AWS_ENDPOINT_URL", "http://all", "AWS_ENDPOINT_URL_S3", "http://s3")))
        .containsEntry("fs.s3a.endpoint", "http://s3");
  }
}
