package dev.sluice.cli.emr;

import dev.sluice.common.error.EmrErrors;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.EmrClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The clients of one command. Credentials, region and endpoint are found as every tool of AWS finds
 * them: environment, profile, role; {@code AWS_ENDPOINT_URL} names another endpoint.
 */
final class Aws implements AutoCloseable {
  /** A call and all its attempts; well below {@link DriverClaims#UNCLEAR}. */
  private static final Duration CALL = Duration.ofMinutes(2);

  /** Uploading some tens of megabytes over a slow line. */
  private static final Duration UPLOAD = Duration.ofMinutes(30);

  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final S3Client s3;
  private final EmrClient emr;
  private final EmrClient once;

  Aws(Optional<String> region) {
    try {
      this.s3 = s3(region);
      this.emr = emr(region, limited(CALL).build());
      this.once = emr(region, limited(CALL).retryStrategy(AwsRetryStrategy.doNotRetry()).build());
    } catch (SdkException e) {
      throw refused("reach AWS", e);
    }
  }

  private S3Client s3(Optional<String> region) {
    S3ClientBuilder builder =
        S3Client.builder().httpClient(http).overrideConfiguration(limited(UPLOAD).build());
    region.map(Region::of).ifPresent(builder::region);
    return builder.build();
  }

  private EmrClient emr(Optional<String> region, ClientOverrideConfiguration configuration) {
    EmrClientBuilder builder =
        EmrClient.builder().httpClient(http).overrideConfiguration(configuration);
    region.map(Region::of).ifPresent(builder::region);
    return builder.build();
  }

  private static ClientOverrideConfiguration.Builder limited(Duration call) {
    return ClientOverrideConfiguration.builder().apiCallTimeout(call);
  }

  S3Client s3() {
    return s3;
  }

  EmrClient emr() {
    return emr;
  }

  /** For what must not be done twice: it tries once and then says that it failed. */
  EmrClient once() {
    return once;
  }

  /**
   * Asks AWS.
   *
   * @param what what is asked for, after "Cannot"
   * @throws dev.sluice.common.error.SluiceException SL-3020 when it refuses or does not answer
   */
  static <T> T ask(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw refused(what, e);
    }
  }

  static RuntimeException refused(String what, SdkException failure) {
    return EmrErrors.awsRefused(what, reason(failure), failure);
  }

  static String reason(SdkException failure) {
    return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
        ? answer.awsErrorDetails().errorCode() + ": " + answer.awsErrorDetails().errorMessage()
        : String.valueOf(failure.getMessage());
  }

  @Override
  public void close() {
    s3.close();
    emr.close();
    once.close();
    http.close();
  }
}
