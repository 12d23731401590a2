package dev.sluice.cli.demo;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.examples.Example;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How to run a demo.
 *
 * @param rate events a second
 * @param kills how often the driver is killed with SIGKILL and started again
 * @param entered when the command was entered
 * @param directory of everything the demo leaves behind until it is removed
 * @param logs where the driver's log goes; it stays
 */
public record DemoSettings(
    Example example,
    double rate,
    Duration duration,
    long seed,
    LaneOption lanes,
    int kills,
    Instant entered,
    Path directory,
    Path logs) {}
