package dev.sluice.cli.query;

import java.util.List;

/**
 * What a query gives. Values are null, booleans, numbers, strings, {@code java.time} times, bytes,
 * maps and lists.
 *
 * @param rows read while they are iterated, once
 * @param isCut whether there were more rows than asked for
 * @param isText whether it is one text in several lines instead of rows
 */
public record Answer(
    List<String> columns, Iterable<List<Object>> rows, boolean isCut, boolean isText) {}
