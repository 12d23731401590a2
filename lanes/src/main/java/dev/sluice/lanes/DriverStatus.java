package dev.sluice.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A driver at one moment: written to a file every half second, read by {@code sluice status} and by
 * whoever started the driver.
 *
 * @param metrics where it answers {@code /metrics}; empty for nowhere
 * @param holds datasets whose silver waits
 * @param warnings what datasets say that their surroundings do not keep, a sentence each
 */
public record DriverStatus(
    long pid,
    String lake,
    Instant startedAt,
    Instant updatedAt,
    String metrics,
    List<String> warnings,
    List<HoldStatus> holds,
    List<LaneStatus> lanes,
    List<StageStatus> stages) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** Writes it so that a reader sees all of it or the one before. */
  public void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, JSON.writeValueAsBytes(this));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads it; empty when no driver has written there. */
  public static Optional<DriverStatus> read(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(JSON.readValue(file.toFile(), DriverStatus.class))
        : Optional.empty();
  }
}
