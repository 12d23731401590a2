package dev.sluice.lanes;

import dev.sluice.common.Build;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.util.List;

/**
 * The metrics of a driver: what its {@link LaneMeters} and lanes say, under the names of
 * docs/reference/metrics.md. Keeps no counts of its own but the histograms.
 */
final class DriverMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<DatasetMetrics> datasets;

  DriverMetrics(List<DatasetRun> runs) {
    Build build = Build.read();
    // Micrometer has no such kind: it would take the suffix off a gauge's name.
    Info.builder()
        .name("sluice_build_info")
        .help("Always 1; what the driver is made of")
        .labelNames("version", "spark", "delta")
        .register(registry.getPrometheusRegistry())
        .addLabelValues(build.version(), build.spark(), build.delta());
    datasets = runs.stream().map(one -> new DatasetMetrics(one, registry)).toList();
  }

  /** Everything as of now, in Prometheus' text format. */
  String scrape() {
    datasets.forEach(DatasetMetrics::addWhatIsKnownNow);
    return registry.scrape();
  }
}
