package dev.sluice.cli.emr;

import dev.sluice.cli.emr.DriverClaims.Claim;
import dev.sluice.common.error.EmrErrors;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.Driver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Drivers on a cluster of EMR: submitting, stopping, looking. One lake has one driver. */
public final class EmrDrivers implements AutoCloseable {
  /** Where EMR 7 has them. */
  private static final String DELTA_JARS =
      "/usr/share/aws/delta/lib/delta-spark.jar,/usr/share/aws/delta/lib/delta-storage.jar";

  private final Aws aws;
  private final EmrCluster cluster;
  private final Consumer<String> progress;

  /**
   * @param region empty for the one that AWS's tools would use
   * @param progress is told what is done
   */
  public EmrDrivers(String cluster, Optional<String> region, Consumer<String> progress) {
    this.aws = new Aws(region);
    this.cluster = new EmrCluster(aws, cluster);
    this.progress = progress;
  }

  /**
   * A driver that was submitted.
   *
   * @param step {@code s-…}
   * @param folder where jar and files are
   * @param log where the log of the step will be; empty when the cluster keeps none
   * @param containers where the driver's own output will be, below the folder of its application;
   *     empty likewise
   */
  public record Submitted(String step, String name, S3Url folder, String log, String containers) {}

  /**
   * What was done to stop a driver.
   *
   * @param how {@code cancelled} before it ran, or {@code asked} by a marker
   * @param marker the marker; empty when cancelled
   */
  public record Stopped(String step, String how, String marker) {}

  /** The cluster. */
  public ClusterStatus cluster() {
    return cluster.status();
  }

  /** All drivers that the cluster knows of, the newest first. */
  public List<DriverStep> drivers() {
    return cluster.drivers();
  }

  /**
   * Uploads a driver's files and adds its step.
   *
   * @throws dev.sluice.common.error.SluiceException SL-3022 when the lake has a driver
   */
  public Submitted submit(Submission submission) {
    ClusterStatus status = cluster.status();
    if (!status.canRun()) {
      throw EmrErrors.clusterHasEnded(status.id(), status.state());
    }
    String lake = submission.lake();
    DriverClaims claims = new DriverClaims(aws, submission.artifacts(), DriverName.key(lake));
    // Before anything is uploaded, and again by the claim, which lets one alone pass.
    refuseSecond(lake);
    Optional<Claim> before = claims.newest();
    before.ifPresent(claim -> refuseIfAlive(lake, claim));
    SubmittedFiles files =
        SubmittedFiles.of(submission.jar(), submission.platform(), submission.datasets());
    S3Url folder = submission.artifacts().resolve(files.folder());
    upload(files, folder);
    DriverName name =
        DriverName.of(
            lake,
            before.map(Claim::epoch).orElse(0L) + 1,
            submission.datasets().stream().map(dataset -> dataset.name()).toList());
    if (!claims.claim(name.epoch(), cluster.id(), name.text())) {
      throw EmrErrors.driverIsSubmitted(lake, "another submitter was quicker");
    }
    String step = add(claims, name, arguments(submission, files, folder));
    return new Submitted(
        step,
        name.text(),
        folder,
        cluster.log(status.logUri(), step),
        status.logUri().isEmpty() ? "" : status.logUri() + "/" + cluster.id() + "/containers/");
  }

  private String add(DriverClaims claims, DriverName name, List<String> arguments) {
    try {
      return cluster.add(name.text(), arguments);
    } catch (EmrCluster.Refused e) {
      claims.release(name.epoch());
      throw e.reason();
    }
  }

  /** Sees what was submitted with other artifacts, on this cluster. */
  private void refuseSecond(String lake) {
    alive(lake).stream()
        .findFirst()
        .ifPresent(
            step -> {
              throw EmrErrors.driverIsSubmitted(lake, is(step, cluster.id()));
            });
  }

  private void refuseIfAlive(String lake, Claim claim) {
    EmrCluster where = new EmrCluster(aws, claim.cluster());
    if (!where.canRun()) {
      return;
    }
    Optional<DriverStep> step =
        where.drivers().stream().filter(found -> found.name().equals(claim.step())).findFirst();
    if (step.isPresent() && step.get().isAlive()) {
      throw EmrErrors.driverIsSubmitted(lake, is(step.get(), where.id()));
    }
    Duration age = Duration.between(claim.madeAt(), Instant.now());
    if (step.isEmpty() && age.compareTo(DriverClaims.UNCLEAR) < 0) {
      throw EmrErrors.driverIsSubmitted(
          lake,
          "its step is being added to cluster %s, or was not added and frees the lake in %d minutes"
              .formatted(where.id(), DriverClaims.UNCLEAR.minus(age).toMinutes() + 1));
    }
  }

  private static String is(DriverStep step, String cluster) {
    return "step %s of cluster %s is %s".formatted(step.id(), cluster, step.state());
  }

  private void upload(SubmittedFiles files, S3Url folder) {
    for (Map.Entry<String, Path> file : files.files().entrySet()) {
      S3Url place = folder.resolve(file.getKey());
      if (exists(place)) {
        progress.accept("already there: " + place);
      } else {
        progress.accept("uploading " + place);
        Aws.ask(
            "upload " + place,
            () ->
                aws.s3()
                    .putObject(
                        request -> request.bucket(place.bucket()).key(place.key()),
                        RequestBody.fromFile(file.getValue())));
      }
    }
  }

  private boolean exists(S3Url place) {
    return Aws.ask(
        "look at " + place,
        () -> {
          try {
            aws.s3().headObject(request -> request.bucket(place.bucket()).key(place.key()));
            return true;
          } catch (NoSuchKeyException missing) {
            return false;
          }
        });
  }

  /** Spark opens the JDK's modules on YARN by itself. */
  private static List<String> arguments(Submission submission, SubmittedFiles files, S3Url folder) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("spark-submit", "--deploy-mode", "cluster"));
    arguments.addAll(List.of("--jars", DELTA_JARS, "--class", Driver.class.getName()));
    arguments.add(folder.resolve(files.jar()).toString());
    arguments.addAll(List.of("--platform", folder.resolve(files.platform()).toString()));
    if (!submission.profile().isBlank()) {
      arguments.addAll(List.of("--profile", submission.profile()));
    }
    files.datasets().forEach(dataset -> arguments.add(folder.resolve(dataset).toString()));
    return arguments;
  }

  /**
   * Cancels the step of a lake's driver if it has not begun, or else asks the driver to end.
   *
   * @return what was done; nothing when the lake has no driver on this cluster
   * @throws dev.sluice.common.error.SluiceException SL-3025 when no marker can be put into the lake
   *     from here
   */
  public List<Stopped> stop(String lake) {
    return alive(lake).stream().map(step -> stop(step, lake)).toList();
  }

  private Stopped stop(DriverStep step, String lake) {
    if (step.isPending()) {
      cluster.cancel(step);
      return new Stopped(step.id(), "cancelled", "");
    }
    S3Url marker =
        S3Url.parse(new Lake(lake).control("stop"))
            .orElseThrow(() -> EmrErrors.noStopMarkerFromHere(lake, step.id()))
            .resolve(step.id());
    Aws.ask(
        "write " + marker,
        () ->
            aws.s3()
                .putObject(
                    request -> request.bucket(marker.bucket()).key(marker.key()),
                    RequestBody.empty()));
    return new Stopped(step.id(), "asked", marker.toString());
  }

  private List<DriverStep> alive(String lake) {
    String key = DriverName.key(lake);
    return cluster.drivers().stream()
        .filter(step -> DriverName.isOn(key, step.name()) && step.isAlive())
        .toList();
  }

  @Override
  public void close() {
    aws.close();
  }
}
