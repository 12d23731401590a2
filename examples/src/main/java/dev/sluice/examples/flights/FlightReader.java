package dev.sluice.examples.flights;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads flights from Parquet, one after the other, in the file's order. */
final class FlightReader implements Iterator<Flight>, Closeable {
  private final java.nio.file.Path file;
  private final ParquetReader<Group> rows;
  private Flight next;

  FlightReader(java.nio.file.Path file) throws IOException {
    this.file = file;
    this.rows = ParquetReader.builder(new GroupReadSupport(), new Path(file.toUri())).build();
    this.next = read();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  /**
   * @throws IllegalStateException if the file is not in the order of departure
   */
  @Override
  public Flight next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Flight flight = next;
    next = read();
    if (next != null && next.departure().isBefore(flight.departure())) {
      throw new IllegalStateException(
          "Cannot replay " + file + ": not in the order of departure at " + next.departure());
    }
    return flight;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private Flight read() {
    try {
      Group row = rows.read();
      return row == null ? null : flight(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Flight flight(Group row) {
    return new Flight(
        Instant.EPOCH.plus(row.getLong("date", 0), ChronoUnit.MICROS),
        row.getLong("delay", 0),
        row.getLong("distance", 0),
        row.getString("origin", 0),
        row.getString("destination", 0));
  }
}
