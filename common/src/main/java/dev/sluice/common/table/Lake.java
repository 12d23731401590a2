package dev.sluice.common.table;

import dev.sluice.common.error.LakeErrors;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where things lie in the lake. A table's path names its generation; nothing is ever deleted and
 * made again at the same path.
 *
 * @param root path or URI without a slash at the end
 */
public record Lake(String root) {

  /** The generation of every table until a replay builds another. */
  public static final int FIRST_GENERATION = 1;

  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");
  private static final Pattern S3 = Pattern.compile("s3[an]?://.*");

  public Lake {
    root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  /** {@code {lake}/bronze/<dataset>/g<N>}. */
  public String bronze(String dataset, int generation) {
    return table("bronze", dataset, generation);
  }

  /** {@code {lake}/silver/<dataset>/g<N>}. */
  public String silver(String dataset, int generation) {
    return table("silver", dataset, generation);
  }

  /** {@code {lake}/quarantine/<dataset>/g<N>}. */
  public String quarantine(String dataset, int generation) {
    return table("quarantine", dataset, generation);
  }

  /** {@code {lake}/gold/<aggregate>/g<N>}. */
  public String gold(String aggregate, int generation) {
    return table("gold", aggregate, generation);
  }

  /** What is ours beside the tables: leases, epochs, status. */
  public String control(String name) {
    return root + "/_sluice/" + name;
  }

  /** Whether the lake is in S3 or what speaks like it, by whatever name of Hadoop's. */
  public boolean isInS3() {
    return isInS3(root);
  }

  /** The same of anything below a lake. */
  static boolean isInS3(String path) {
    return S3.matcher(path).matches();
  }

  /** A path without its scheme: Hadoop has several for one store. */
  static String place(String path) {
    return S3.matcher(path).matches() ? path.substring(path.indexOf("://") + 3) : path;
  }

  /**
   * A place of {@link #control} for those who need a file system of this machine.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2021 when the lake lies elsewhere
   */
  public Path localControl(String name) {
    String place = control(name);
    if (!SCHEME.matcher(root).matches()) {
      return Path.of(place);
    }
    if (!root.startsWith("file:")) {
      throw LakeErrors.noLeaseThere(root);
    }
    // Spaces may stand in a lake's URI as they are, as in Hadoop's paths.
    return Path.of(URI.create(place.replace(" ", "%20")).getPath());
  }

  private String table(String layer, String name, int generation) {
    return root + "/" + layer + "/" + name + "/g" + generation;
  }
}
