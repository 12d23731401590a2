package dev.sluice.silver;

import java.io.Serializable;

/**
 * How large a JSON document and its parts may be. All lengths are those of the text as it is
 * written: an escaped character counts its six bytes.
 *
 * @param maxDepth objects and arrays within one another; the document itself is the first
 * @param maxStringBytes of a string or a key, between its quotes
 * @param maxNumberChars of a number
 * @param maxDocumentBytes of the whole value
 */
record DecoderLimits(int maxDepth, int maxStringBytes, int maxNumberChars, int maxDocumentBytes)
    implements Serializable {

  /** 64 levels, strings of 256 KiB, numbers of 64 characters, documents of 1 MiB. */
  static final DecoderLimits DEFAULT = new DecoderLimits(64, 256 * 1024, 64, 1024 * 1024);

  // Where Jackson would begin to judge by itself.
  private static final int JACKSON_DEPTH = 1_000;
  private static final int JACKSON_STRING = 20_000_000;
  private static final int JACKSON_NUMBER = 1_000;

  DecoderLimits {
    check("maxDepth", maxDepth, JACKSON_DEPTH);
    check("maxStringBytes", maxStringBytes, JACKSON_STRING);
    check("maxNumberChars", maxNumberChars, JACKSON_NUMBER);
    check("maxDocumentBytes", maxDocumentBytes, Integer.MAX_VALUE);
  }

  /** The same for documents as large as the values that a dataset lets in. */
  DecoderLimits upTo(long maxValueBytes) {
    int largest = (int) Math.min(Integer.MAX_VALUE, maxValueBytes);
    return new DecoderLimits(
        maxDepth, maxStringBytes, maxNumberChars, Math.max(maxDocumentBytes, largest));
  }

  private static void check(String name, int value, int highest) {
    if (value < 1 || value > highest) {
      throw new IllegalArgumentException(
          "Invalid value for " + name + ": " + value + " (must be 1 to " + highest + ")");
    }
  }
}
