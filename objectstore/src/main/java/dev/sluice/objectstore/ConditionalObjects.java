package dev.sluice.objectstore;

import dev.sluice.common.error.SluiceException;
import java.util.List;
import java.util.Optional;

/**
 * Small objects that are made and replaced on a condition, in one step: of two who try, the store
 * lets one. Everything throws {@link SluiceException} SL-2024 when the store refuses or does not
 * answer; a put may have been done all the same.
 */
interface ConditionalObjects {
  /**
   * What was read.
   *
   * @param tag another one for every content
   */
  record Stored(byte[] content, String tag) {}

  /** An object, if it is there. */
  Optional<Stored> read(String key);

  /**
   * Makes an object that is not there.
   *
   * @return its tag; empty when it is there
   */
  Optional<String> create(String key, byte[] content);

  /**
   * Replaces an object that has not been replaced since.
   *
   * @param tag of what was read or written last
   * @return its new tag; empty when it has another one by now, or is gone
   */
  Optional<String> replace(String key, byte[] content, String tag);

  /** The names of the objects in a folder, in order. */
  List<String> list(String folder);
}
