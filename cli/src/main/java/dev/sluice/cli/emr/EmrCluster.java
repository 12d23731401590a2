package dev.sluice.cli.emr;

import dev.sluice.common.error.EmrErrors;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.emr.model.ActionOnFailure;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.EmrException;
import software.amazon.awssdk.services.emr.model.HadoopJarStepConfig;
import software.amazon.awssdk.services.emr.model.InvalidRequestException;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.StepSummary;

/** The drivers on one cluster of EMR. */
final class EmrCluster {
  private static final int REFUSED = 400;
  private static final int BROKEN = 500;

  private final Aws aws;
  private final String id;

  EmrCluster(Aws aws, String id) {
    this.aws = aws;
    this.id = id;
  }

  String id() {
    return id;
  }

  /**
   * What EMR says of it.
   *
   * @throws dev.sluice.common.error.SluiceException SL-3020 when there is none
   */
  ClusterStatus status() {
    return Aws.ask("look at cluster " + id, this::describe);
  }

  /** Whether a driver can run there; a cluster that EMR has forgotten ended two months ago. */
  boolean canRun() {
    try {
      return describe().canRun();
    } catch (InvalidRequestException unknown) {
      return false;
    } catch (SdkException e) {
      throw Aws.refused("look at cluster " + id, e);
    }
  }

  private ClusterStatus describe() {
    Cluster cluster = aws.emr().describeCluster(request -> request.clusterId(id)).cluster();
    String logs = cluster.logUri() == null ? "" : cluster.logUri();
    return new ClusterStatus(
        id,
        cluster.status().stateAsString(),
        // EMR answers with Hadoop's old name for S3.
        S3Url.parse(logs).map(S3Url::toString).orElse(logs));
  }

  /** All drivers, the newest first. */
  List<DriverStep> drivers() {
    String logs = status().logUri();
    return Aws.ask(
        "list the steps of cluster " + id,
        () ->
            aws.emr().listStepsPaginator(request -> request.clusterId(id)).steps().stream()
                .filter(step -> DriverName.isDriver(step.name()))
                .map(step -> driver(step, logs))
                .toList());
  }

  private DriverStep driver(StepSummary step, String logs) {
    var times = Optional.ofNullable(step.status().timeline());
    return new DriverStep(
        step.id(),
        step.name(),
        step.status().stateAsString(),
        times.map(line -> line.creationDateTime()).orElse(null),
        times.map(line -> line.startDateTime()).orElse(null),
        times.map(line -> line.endDateTime()).orElse(null),
        Optional.ofNullable(step.status().failureDetails())
            .map(failure -> String.valueOf(failure.message()))
            .orElse(""),
        log(logs, step.id()));
  }

  /** Where EMR puts the log of a step. */
  String log(String logs, String step) {
    return logs.isEmpty() ? "" : logs + "/" + id + "/steps/" + step + "/";
  }

  /**
   * Adds a step once: EMR would take the same step a second time.
   *
   * @return its id
   * @throws Refused when it is certain that there is no such step
   * @throws dev.sluice.common.error.SluiceException SL-3024 when it is not
   */
  String add(String name, List<String> arguments) throws Refused {
    AddJobFlowStepsRequest request =
        AddJobFlowStepsRequest.builder()
            .jobFlowId(id)
            .steps(
                StepConfig.builder()
                    .name(name)
                    .actionOnFailure(ActionOnFailure.CONTINUE)
                    .hadoopJarStep(
                        HadoopJarStepConfig.builder()
                            .jar("command-runner.jar")
                            .args(arguments)
                            .build())
                    .build())
            .build();
    try {
      return aws.once().addJobFlowSteps(request).stepIds().get(0);
    } catch (EmrException e) {
      if (e.statusCode() >= REFUSED && e.statusCode() < BROKEN) {
        throw new Refused(Aws.refused("add a step to cluster " + id, e));
      }
      throw EmrErrors.stepUnclear(name, id, Aws.reason(e), e);
    } catch (SdkException e) {
      throw EmrErrors.stepUnclear(name, id, Aws.reason(e), e);
    }
  }

  /** Takes back a step that has not begun. */
  void cancel(DriverStep step) {
    Aws.ask(
        "cancel step " + step.id(),
        () -> aws.emr().cancelSteps(request -> request.clusterId(id).stepIds(step.id())));
  }

  /** EMR has said no. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(RuntimeException reason) {
      super(reason);
    }

    RuntimeException reason() {
      return (RuntimeException) getCause();
    }
  }
}
