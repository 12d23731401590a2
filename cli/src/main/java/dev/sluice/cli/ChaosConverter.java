package dev.sluice.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code kills=3}. */
final class ChaosConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    try {
      if (value.startsWith("kills=")) {
        int kills = Integer.parseInt(value.substring("kills=".length()));
        if (kills >= 0 && kills <= 100) {
          return kills;
        }
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new TypeConversionException("'" + value + "' is not kills=<0 to 100>");
  }
}
