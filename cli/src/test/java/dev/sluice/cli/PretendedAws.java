package dev.sluice.cli;

import dev.sluice.common.s3.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.Step;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3 and EMR as moto pretends them: while it is open, clients of this JVM find it as they would
 * AWS.
 */
final class PretendedAws implements AutoCloseable {
  static final String REGION = "eu-central-1";

  private final MotoServer server;
  private final Map<String, String> before = new TreeMap<>();
  private final String endpoint;
  private final S3Client s3;
  private final EmrClient emr;

  private PretendedAws(MotoServer server) {
    this.server = server;
    this.endpoint = server.endpoint().toString();
    set("aws.endpointUrl", endpoint);
    set("aws.accessKeyId", "pretended");
    set("aws.secretAccessKey", "pretended");
    set("aws.region", REGION);
    this.s3 = S3Client.create();
    this.emr = EmrClient.create();
  }

  static PretendedAws start() throws IOException, InterruptedException {
    return new PretendedAws(MotoServer.start());
  }

  private void set(String name, String value) {
    before.put(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  /** What a shell needs to find it. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint,
        "AWS_ACCESS_KEY_ID",
        "pretended",
        "AWS_SECRET_ACCESS_KEY",
        "pretended",
        "AWS_REGION",
        REGION);
  }

  String makeBucket(String name) {
    s3.createBucket(
        request ->
            request
                .bucket(name)
                .createBucketConfiguration(where -> where.locationConstraint(REGION)));
    return name;
  }

  /** Makes a cluster whose logs go to a bucket. */
  String makeCluster(String logs) {
    return emr.runJobFlow(
            request ->
                request
                    .name("sluice")
                    .releaseLabel("emr-7.12.0")
                    .logUri("s3n://" + logs + "/emr/")
                    .instances(
                        instances ->
                            instances
                                .instanceCount(1)
                                .masterInstanceType("m7g.xlarge")
                                .keepJobFlowAliveWhenNoSteps(true)))
        .jobFlowId();
  }

  void endCluster(String id) {
    emr.terminateJobFlows(request -> request.jobFlowIds(id));
  }

  List<Step> steps(String cluster) {
    return emr.listSteps(request -> request.clusterId(cluster)).steps().stream()
        .map(
            step ->
                emr.describeStep(request -> request.clusterId(cluster).stepId(step.id())).step())
        .toList();
  }

  void endStep(String id, String state) throws IOException, InterruptedException {
    URI place = URI.create(endpoint + "/_sluice/steps/" + id + "/" + state);
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(place).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      throw new IllegalStateException("No step " + id);
    }
  }

  List<String> keys(String bucket) {
    return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  String text(String bucket, String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
  }

  void put(String bucket, String key, String content) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  @Override
  public void close() {
    s3.close();
    emr.close();
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    server.close();
  }
}
