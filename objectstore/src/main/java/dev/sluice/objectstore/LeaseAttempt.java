package dev.sluice.objectstore;

/** What came of trying to take a lease. */
public sealed interface LeaseAttempt {
  /** It is held here now. */
  record Taken(HeldLease lease) implements LeaseAttempt {}

  /** Somebody holds it: it was renewed while it was watched. */
  record Alive(String holder) implements LeaseAttempt {}

  /** Somebody held it when last seen; not watched for long enough to say more. */
  record Unclear(String holder) implements LeaseAttempt {}
}
