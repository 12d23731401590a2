package dev.sluice.lanes;

import dev.sluice.common.definition.RemoteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver needs as files of its own machine while it runs; removed when it ends. For the
 * driver's thread.
 */
final class DriverFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverFiles.class);
  private static final String POOLS = "fairscheduler.xml";

  private final RemoteFiles remote =
      new RemoteFiles(this::folder, () -> SparkHadoopUtil.get().newConfiguration(new SparkConf()));

  /** Made when something has to go there: on a laptop nothing does. */
  private Path folder;

  private Path folder() {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("sluice-driver");
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder for the driver's files", e);
    }
  }

  /** The platform file at a path or URL. */
  Path platform(String place) {
    return remote.file(place);
  }

  /** The dataset files at paths or URLs, with their schema files beside them. */
  List<Path> datasets(List<String> places) {
    return places.stream().map(remote::dataset).toList();
  }

  /** The file with the pools of the scheduler. */
  Path schedulerPools() {
    Path file = folder().resolve(POOLS);
    try (InputStream pools = DriverFiles.class.getResourceAsStream("/" + POOLS)) {
      Files.copy(pools, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot remove {}", folder, e);
    }
  }
}
