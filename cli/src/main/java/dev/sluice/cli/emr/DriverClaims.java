package dev.sluice.cli.emr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Who may add the step of the next driver on a lake. A claim is an object per epoch, {@code
 * {artifacts}/sluice/_drivers/<lake>/<epoch>.json}, and S3 lets one submitter alone make an object
 * that is not there ({@code If-None-Match: *}). The greatest epoch is in force; a claim is not
 * changed, and who finds it outlived claims the next epoch.
 */
final class DriverClaims {
  /**
   * After so long a claim without a step is one whose submitter died before it added the step: it
   * would have been told within two minutes.
   */
  static final Duration UNCLEAR = Duration.ofMinutes(15);

  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Aws aws;
  private final S3Url folder;

  DriverClaims(Aws aws, S3Url artifacts, String lakeKey) {
    this.aws = aws;
    this.folder = artifacts.resolve("sluice/_drivers/" + lakeKey);
  }

  /**
   * A claim that was made.
   *
   * @param cluster where its driver was to run
   * @param step the name of its step
   */
  record Claim(long epoch, Instant madeAt, String cluster, String step) {}

  /** The claim in force. */
  Optional<Claim> newest() {
    return Aws.ask("read " + folder, this::find);
  }

  private Optional<Claim> find() {
    return aws
        .s3()
        .listObjectsV2Paginator(
            request -> request.bucket(folder.bucket()).prefix(folder.key() + "/"))
        .contents()
        .stream()
        .max(Comparator.comparing(S3Object::key))
        .map(this::read);
  }

  private Claim read(S3Object object) {
    byte[] content =
        aws.s3()
            .getObjectAsBytes(request -> request.bucket(folder.bucket()).key(object.key()))
            .asByteArray();
    String name = object.key().substring(object.key().lastIndexOf('/') + 1);
    try {
      JsonNode claim = JSON.readTree(content);
      return new Claim(
          Long.parseLong(name.replace(".json", "")),
          object.lastModified(),
          claim.path("cluster").asText(),
          claim.path("step").asText());
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException(
          "Not a claim: s3://" + folder.bucket() + "/" + object.key(), e);
    }
  }

  /** Claims an epoch; false when somebody was quicker. */
  boolean claim(long epoch, String cluster, String step) {
    S3Url place = place(epoch);
    try {
      aws.s3()
          .putObject(
              request -> request.bucket(place.bucket()).key(place.key()).ifNoneMatch("*"),
              RequestBody.fromString(json(Map.of("cluster", cluster, "step", step))));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return false;
      }
      throw Aws.refused("write " + place, e);
    } catch (SdkException e) {
      throw Aws.refused("write " + place, e);
    }
  }

  /** Gives up one's own claim, when it is certain that it has no step. */
  void release(long epoch) {
    S3Url place = place(epoch);
    Aws.ask(
        "remove " + place,
        () -> aws.s3().deleteObject(request -> request.bucket(place.bucket()).key(place.key())));
  }

  private S3Url place(long epoch) {
    return folder.resolve("%010d.json".formatted(epoch));
  }

  private static String json(Map<String, String> claim) {
    try {
      return JSON.writeValueAsString(claim);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
