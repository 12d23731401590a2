package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What figures were measured on.
 *
 * @param processor as the operating system names it
 * @param memoryBytes of the machine
 */
public record Machine(
    String processor, int cores, long memoryBytes, String system, String java, long heapBytes) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** The one this process runs on. */
  public static Machine here() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        modelName(),
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        system.getName() + " " + system.getVersion(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        Runtime.getRuntime().maxMemory());
  }

  private static String modelName() {
    try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException noSuchFileHere) {
      return System.getProperty("os.arch");
    }
  }

  /** For people. */
  public String line() {
    return "%s, %d cores, %.0f GiB; %s; %s, heap %.1f GiB"
        .formatted(processor, cores, gibibytes(memoryBytes), system, java, gibibytes(heapBytes));
  }

  /** For programs. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processor", processor);
    json.put("cores", cores);
    json.put("memory_bytes", memoryBytes);
    json.put("system", system);
    json.put("java", java);
    json.put("heap_bytes", heapBytes);
    return json;
  }

  private static double gibibytes(long bytes) {
    return bytes / (double) (1 << 30);
  }
}
