package dev.sluice.common.table;

/**
 * How large one version of a table is.
 *
 * @param files of this version, not those that only older ones have
 * @param bytes of those files
 */
public record TableSize(long version, long files, long bytes) {}
