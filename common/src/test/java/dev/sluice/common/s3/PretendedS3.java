package dev.sluice.common.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The S3 of a {@link MotoServer}; one for each test JVM. */
public final class PretendedS3 {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** moto looks whether a request is signed, and not how. */
  private static final String SIGNED =
      "AWS4-HMAC-SHA256 Credential=pretended/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host, Signature=none";

  private PretendedS3() {}

  /** Where it answers. */
  public static URI endpoint() {
    return Holder.SERVER.endpoint();
  }

  /** Makes a bucket and returns its name. */
  public static String makeBucket(String name) throws IOException, InterruptedException {
    return put(name, "");
  }

  /** Writes an object, as anybody could, and returns its place. */
  public static String put(String place, String content) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint().resolve("/" + place))
            .header("Authorization", SIGNED)
            .PUT(BodyPublishers.ofString(content))
            .build();
    int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IOException("Cannot put " + place + ": " + status);
    }
    return place;
  }

  /** What Hadoop has to know to find it. */
  public static Map<String, String> settings(URI endpoint) {
    return Map.of(
        "fs.s3.impl",
        "org.apache.hadoop.fs.s3a.S3AFileSystem",
        "fs.s3a.endpoint",
        endpoint.toString(),
        "fs.s3a.endpoint.region",
        "us-east-1",
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.directory.marker.retention",
        "keep",
        "fs.s3a.access.key",
        "pretended",
        "fs.s3a.secret.key",
        "pretended");
  }

  /** Tells Hadoop, before it first asks for a file there. */
  public static Configuration configure(Configuration hadoop) {
    settings(endpoint()).forEach(hadoop::set);
    return hadoop;
  }

  private static final class Holder {
    static final MotoServer SERVER = start();

    private static MotoServer start() {
      try {
        MotoServer server = MotoServer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
      } catch (IOException e) {
        throw new IllegalStateException("Cannot start moto", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
