package dev.sluice.examples.flights;

import java.time.Instant;

/**
 * One row of the data.
 *
 * @param departure local time of the airport, taken as if it were UTC
 * @param delay of the arrival, in minutes
 * @param distance in miles
 */
record Flight(Instant departure, long delay, long distance, String origin, String destination) {}
