package dev.sluice.objectstore;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The clients of this process, one for each way of asking; they live as long as it does. */
final class S3Clients {
  private static final Map<Asking, S3Client> CLIENTS = new ConcurrentHashMap<>();

  private S3Clients() {}

  /**
   * How a client asks.
   *
   * @param limit of a call with all its attempts
   */
  record Asking(S3Settings settings, Duration limit) {}

  static S3Client client(Asking asking) {
    return CLIENTS.computeIfAbsent(asking, S3Clients::make);
  }

  private static S3Client make(Asking asking) {
    S3Settings settings = asking.settings();
    ClientOverrideConfiguration calls =
        ClientOverrideConfiguration.builder().apiCallTimeout(asking.limit()).build();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(calls)
            .forcePathStyle(settings.pathStyle())
            // Stores that are not AWS's may not know the newer check sums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    settings.endpoint().ifPresent(builder::endpointOverride);
    settings.region().map(Region::of).ifPresent(builder::region);
    settings.keys().map(StaticCredentialsProvider::create).ifPresent(builder::credentialsProvider);
    return builder.build();
  }
}
