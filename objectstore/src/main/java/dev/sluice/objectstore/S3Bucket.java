package dev.sluice.objectstore;

import dev.sluice.common.error.LakeErrors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The requests to a bucket that Hadoop's file system has no words for. */
final class S3Bucket {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  /**
   * S3 answers with a conflict while another put of the key is under way, and wants to be asked.
   */
  private static final int ATTEMPTS = 10;

  private final String name;
  private final Supplier<S3Client> client;

  private S3Bucket(String name, Supplier<S3Client> client) {
    this.name = name;
    this.client = client;
  }

  /** A bucket that is asked with patience. */
  static S3Bucket of(Configuration hadoop, String name) {
    return of(hadoop, name, Duration.ofMinutes(2));
  }

  /**
   * A bucket that has to answer in time.
   *
   * @param limit of a call with all its attempts
   */
  static S3Bucket of(Configuration hadoop, String name, Duration limit) {
    S3Clients.Asking asking = new S3Clients.Asking(S3Settings.of(hadoop, name), limit);
    return new S3Bucket(name, () -> S3Clients.client(asking));
  }

  /**
   * Puts an object, in one step, if a condition holds.
   *
   * @param condition such as {@code put.ifNoneMatch("*")}
   * @return its entity tag; empty when the condition does not hold
   */
  Optional<String> put(String key, byte[] content, Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(name).key(key);
    condition.accept(request);
    return ask("write", key, () -> put(request.build(), content));
  }

  private Optional<String> put(PutObjectRequest request, byte[] content) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(client.get().putObject(request, RequestBody.fromBytes(content)).eTag());
      } catch (S3Exception refused) {
        if (refused.statusCode() == PRECONDITION_FAILED
            || refused.statusCode() == NOT_FOUND && request.ifMatch() != null) {
          return Optional.empty();
        }
        if (refused.statusCode() != CONFLICT || attempt == ATTEMPTS) {
          throw refused;
        }
      }
    }
  }

  /** An object and its entity tag, if it is there. */
  Optional<ConditionalObjects.Stored> get(String key) {
    return ask(
        "read",
        key,
        () -> {
          try {
            var answer = client.get().getObjectAsBytes(request -> request.bucket(name).key(key));
            return Optional.of(
                new ConditionalObjects.Stored(answer.asByteArray(), answer.response().eTag()));
          } catch (S3Exception refused) {
            return emptyIfAbsent(refused);
          }
        });
  }

  /** What an object's writer said of it, if it is there. */
  Optional<Map<String, String>> metadata(String key) {
    return ask(
        "look at",
        key,
        () -> {
          try {
            return Optional.of(
                client.get().headObject(request -> request.bucket(name).key(key)).metadata());
          } catch (S3Exception refused) {
            return emptyIfAbsent(refused);
          }
        });
  }

  private static <T> Optional<T> emptyIfAbsent(S3Exception refused) {
    if (refused.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    throw refused;
  }

  /**
   * The objects of a folder whose keys come after one, in order; not those of the folders in it.
   *
   * @param folder ends with a slash
   */
  List<S3Object> list(String folder, String after) {
    return ask(
        "list",
        folder,
        () ->
            client
                .get()
                .listObjectsV2Paginator(
                    request -> request.bucket(name).prefix(folder).delimiter("/").startAfter(after))
                .contents()
                .stream()
                .toList());
  }

  private <T> T ask(String what, String key, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw LakeErrors.objectStoreFails(what + " " + new S3Place(name, key), reason(e), e);
    }
  }

  private static String reason(SdkException failure) {
    return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
        ? answer.awsErrorDetails().errorCode() + ": " + answer.awsErrorDetails().errorMessage()
        : String.valueOf(failure.getMessage());
  }
}
