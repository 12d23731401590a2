package dev.sluice.common.table;

/**
 * Somebody else than the table's writer has changed its rows.
 *
 * @param version the table's version that it made
 * @param operation as Delta calls it: {@code UPDATE}
 */
public record ForeignChange(long version, String operation) {}
