package dev.sluice.common.table;

/**
 * Where things lie in the lake. A table's path names its generation; nothing is ever deleted and
 * made again at the same path.
 *
 * @param root path or URI without a slash at the end
 */
public record Lake(String root) {

  /** The generation of every table until a replay builds another. */
  public static final int FIRST_GENERATION = 1;

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

  private String table(String layer, String name, int generation) {
    return root + "/" + layer + "/" + name + "/g" + generation;
  }
}
