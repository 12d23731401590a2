package dev.sluice.common.table;

/**
 * What one commit of a table did, as its own log entry says.
 *
 * @param version the table's version it made
 * @param rows rows in the files it added
 * @param files files it added
 * @param bytes bytes of those files
 */
public record Commit(long version, long rows, int files, long bytes) {}
