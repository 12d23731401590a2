package dev.sluice.silver;

/** What one row is, judged by itself; whether a good row is a duplicate is decided by the index. */
enum Verdict {
  GOOD,
  QUARANTINED,
  FILTERED
}
