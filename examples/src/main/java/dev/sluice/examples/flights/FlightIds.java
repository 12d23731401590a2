package dev.sluice.examples.flights;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Gives each flight an id that depends on its row alone, plus a number where several rows are
 * equal. Takes flights in the order of departure, so equal rows are near one another and only those
 * of one departure time are remembered.
 */
final class FlightIds {
  private static final int BYTES = 10;

  private final MessageDigest sha256 = sha256();
  private final Map<Flight, Integer> occurrences = new HashMap<>();
  private Instant departure = Instant.MIN;

  String next(Flight flight) {
    if (!flight.departure().equals(departure)) {
      departure = flight.departure();
      occurrences.clear();
    }
    int occurrence = occurrences.merge(flight, 1, Integer::sum);
    String row =
        String.join(
            "|",
            flight.departure().toString(),
            flight.origin(),
            flight.destination(),
            Long.toString(flight.delay()),
            Long.toString(flight.distance()),
            Integer.toString(occurrence));
    byte[] hash = sha256.digest(row.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
