package dev.sluice.trino;

/**
 * Where a Trino listens.
 *
 * @param endpoint such as {@code 127.0.0.1:18080}
 */
public record TrinoAddress(String endpoint) {
  String jdbcUrl() {
    return "jdbc:trino://" + endpoint + "/" + TrinoConfiguration.CATALOG;
  }
}
