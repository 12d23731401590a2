package dev.sluice.common.table;

import java.time.Instant;

/**
 * Somebody else than the table's writer has changed its rows.
 *
 * @param version the table's version that it made
 * @param operation as Delta calls it: {@code UPDATE}
 * @param at when, by the clock of whoever it was
 */
public record ForeignChange(long version, String operation, Instant at) {}
