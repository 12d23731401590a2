package dev.sluice.cli;

/** How results are written. */
public enum OutputFormat {
  /** Aligned columns for people, cut to the terminal. */
  TABLE,
  /** An array of objects, nothing cut. */
  JSON,
  /** RFC 4180 with a header; NULL is empty, an empty string is {@code ""}. */
  CSV
}
