package dev.sluice.emr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What is in a jar. */
final class JarEntries {
  private static final String SERVICES = "META-INF/services/";
  private final Map<String, byte[]> files = new HashMap<>();

  private JarEntries() {}

  /** The jar that the build has made. */
  static JarEntries deployable() {
    return read(deployableJar());
  }

  static Path deployableJar() {
    List<Path> jars = jarsIn(target());
    return jars.stream()
        .filter(jar -> jar.getFileName().toString().matches("sluice-[0-9].*"))
        .findFirst()
        .orElseThrow();
  }

  static Path target() {
    return Path.of(System.getProperty("sluice.home"), "emr", "target");
  }

  static List<Path> jarsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JarEntries read(Path jar) {
    JarEntries entries = new JarEntries();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(found -> !found.isDirectory()).toList()) {
        entries.files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** The names of the classes of several jars. */
  static Set<String> classesOf(List<Path> jars) {
    return jars.stream().flatMap(jar -> names(jar).stream()).collect(Collectors.toSet());
  }

  private static List<String> names(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).filter(JarEntries::isClass).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> classes() {
    return files.keySet().stream().filter(JarEntries::isClass).collect(Collectors.toSet());
  }

  Set<String> others() {
    return files.keySet().stream().filter(name -> !isClass(name)).collect(Collectors.toSet());
  }

  byte[] content(String name) {
    return files.get(name);
  }

  /** The classes that implement services, by the file that names them. */
  Map<String, List<String>> services() {
    return files.keySet().stream()
        .filter(name -> name.startsWith(SERVICES))
        .collect(
            Collectors.toMap(name -> name.substring(SERVICES.length()), this::implementations));
  }

  private List<String> implementations(String file) {
    return new String(content(file), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class") && !name.startsWith("META-INF/");
  }
}
