package dev.sluice.silver;

import dev.sluice.silver.DedupIndex.Claim;

/**
 * The claims of one bucket of arrival time, without an object per claim.
 *
 * <p>A bucket of few claims is a list. One with more is 1,024 pages, chosen by the top bits of the
 * fingerprint: hash tables with linear probing and 24 bytes a slot. Each page grows by itself, and
 * no two pages at quite the same size, so growth costs a little with many rows and never much with
 * one. A page of a big bucket stays below what G1 calls humongous.
 *
 * <p>A slot is three words. The first says with its top bit that the slot is taken, holds the nine
 * upper bits of the arrival's offset in the bucket and the 54 bits of {@code high} that the page
 * number does not give away; the second is {@code low}; the third has the 32 lower bits of the
 * offset above the payload's hash. Nothing is rounded.
 */
final class DedupBucket {
  private static final int PAGE_BITS = 10;
  private static final int PAGES = 1 << PAGE_BITS;
  private static final int SLOT_WORDS = 3;
  private static final byte FREE = 0;
  private static final int FIRST_SLOTS = 4;
  private static final double GROWTH = 1.5;
  private static final double MAX_LOAD = 0.8;
  private static final long LOW_INT = 0xFFFF_FFFFL;

  /** Widest bucket whose offsets fit a slot, in microseconds: 50 days. */
  static final long MAX_WIDTH_MICROS = 1L << (32 + PAGE_BITS);

  /** Above this many claims a list is slower than pages, and pages no longer waste memory. */
  private static final int MAX_LIST = 32;

  private static final int LIST_WORDS = 4;
  private static final int FIRST_LIST = 4;

  private static final int ARRAY_HEADER_BYTES = 16;

  /** The bucket, its two counters per page, and its entry in the index. */
  private static final int OBJECT_BYTES = 128;

  private final long number;
  private final long start;
  private int keys;
  private long bytes = OBJECT_BYTES;
  private long[] list;
  private byte[][] tagsOfPage;
  private long[][] pages;
  private int[] keysOfPage;

  DedupBucket(long number, long widthMicros) {
    this.number = number;
    this.start = number * widthMicros;
    list = allocate(FIRST_LIST * LIST_WORDS);
  }

  long number() {
    return number;
  }

  int keys() {
    return keys;
  }

  long bytes() {
    return bytes;
  }

  /** How the bucket's claims judge a row; {@code FIRST} if none is within the bound. */
  Claim find(long high, long low, long arrivalMicros, long withinMicros, int payloadHash) {
    long offset = arrivalMicros - start;
    return pages == null
        ? findInList(high, low, offset, withinMicros, payloadHash)
        : findInPage(high, low, offset, withinMicros, payloadHash);
  }

  /** Adds a claim that arrived in this bucket. */
  void add(long high, long low, long arrivalMicros, int payloadHash) {
    long offset = arrivalMicros - start;
    if (pages == null && keys == MAX_LIST) {
      turnListIntoPages();
    }
    if (pages == null) {
      addToList(high, low, offset, payloadHash);
    } else {
      addToPage(high, low, offset, payloadHash);
    }
    keys++;
  }

  private Claim findInList(long high, long low, long offset, long within, int payloadHash) {
    Claim verdict = Claim.FIRST;
    for (int at = 0; at < keys * LIST_WORDS; at += LIST_WORDS) {
      if (list[at + 1] == low && list[at] == high && Math.abs(list[at + 2] - offset) <= within) {
        if ((int) list[at + 3] == payloadHash) {
          return Claim.DUPLICATE;
        }
        verdict = Claim.CONFLICT;
      }
    }
    return verdict;
  }

  private void addToList(long high, long low, long offset, int payloadHash) {
    int at = keys * LIST_WORDS;
    if (at == list.length) {
      long[] longer = allocate(list.length * 2);
      System.arraycopy(list, 0, longer, 0, list.length);
      release(list);
      list = longer;
    }
    list[at] = high;
    list[at + 1] = low;
    list[at + 2] = offset;
    list[at + 3] = payloadHash;
  }

  private void turnListIntoPages() {
    tagsOfPage = new byte[PAGES][];
    pages = new long[PAGES][];
    keysOfPage = new int[PAGES];
    bytes += 3 * (ARRAY_HEADER_BYTES + (long) PAGES * Integer.BYTES);
    for (int at = 0; at < keys * LIST_WORDS; at += LIST_WORDS) {
      addToPage(list[at], list[at + 1], list[at + 2], (int) list[at + 3]);
    }
    release(list);
    list = null;
  }

  private Claim findInPage(long high, long low, long offset, long within, int payloadHash) {
    int number = pageOf(high);
    byte[] tags = tagsOfPage[number];
    Claim verdict = Claim.FIRST;
    if (tags == null) {
      return verdict;
    }
    byte tag = tagOf(low);
    for (int slot = homeOf(low, tags.length); tags[slot] != FREE; slot = after(slot, tags.length)) {
      if (tags[slot] == tag && isKey(pages[number], slot * SLOT_WORDS, high, low)) {
        long[] page = pages[number];
        int at = slot * SLOT_WORDS;
        if (Math.abs(offsetAt(page, at) - offset) <= within) {
          if ((int) page[at + 2] == payloadHash) {
            return Claim.DUPLICATE;
          }
          verdict = Claim.CONFLICT;
        }
      }
    }
    return verdict;
  }

  private static boolean isKey(long[] page, int at, long high, long low) {
    return page[at + 1] == low && (page[at] ^ high) << PAGE_BITS == 0;
  }

  private void addToPage(long high, long low, long offset, int payloadHash) {
    int number = pageOf(high);
    makeRoom(number);
    put(
        tagsOfPage[number],
        pages[number],
        (offset >>> 32) << (Long.SIZE - PAGE_BITS) | high << PAGE_BITS >>> PAGE_BITS,
        low,
        offset << 32 | (payloadHash & LOW_INT));
    keysOfPage[number]++;
  }

  private void makeRoom(int number) {
    if (tagsOfPage[number] == null) {
      allocatePage(number, 0);
    } else if (isFull(tagsOfPage[number], keysOfPage[number])) {
      grow(number);
    }
  }

  private static boolean isFull(byte[] tags, int keysOfPage) {
    return keysOfPage + 1 > MAX_LOAD * tags.length;
  }

  private void grow(int number) {
    byte[] oldTags = tagsOfPage[number];
    long[] old = pages[number];
    int step = 0;
    while (slots(number, step) <= oldTags.length) {
      step++;
    }
    allocatePage(number, step);
    for (int slot = 0; slot < oldTags.length; slot++) {
      if (oldTags[slot] != FREE) {
        int at = slot * SLOT_WORDS;
        put(tagsOfPage[number], pages[number], old[at], old[at + 1], old[at + 2]);
      }
    }
    release(old);
    bytes -= ARRAY_HEADER_BYTES + oldTags.length;
  }

  private void allocatePage(int number, int step) {
    int slots = slots(number, step);
    tagsOfPage[number] = new byte[slots];
    bytes += ARRAY_HEADER_BYTES + slots;
    pages[number] = allocate(slots * SLOT_WORDS);
  }

  /**
   * Slots of a page after some steps of growth. The sizes of the pages are spread evenly between
   * two steps, so the pages fill up one after the other.
   */
  private static int slots(int number, int step) {
    return (int) (FIRST_SLOTS * Math.pow(GROWTH, step + (double) number / PAGES));
  }

  private static void put(byte[] tags, long[] page, long first, long low, long third) {
    int slot = homeOf(low, tags.length);
    while (tags[slot] != FREE) {
      slot = after(slot, tags.length);
    }
    tags[slot] = tagOf(low);
    int at = slot * SLOT_WORDS;
    page[at] = first;
    page[at + 1] = low;
    page[at + 2] = third;
  }

  private static int pageOf(long high) {
    return (int) (high >>> (Long.SIZE - PAGE_BITS));
  }

  private static int homeOf(long low, int slots) {
    return (int) (((low >>> 32) * slots) >>> 32);
  }

  /** Seven bits that {@link #homeOf} does not depend on, and one that says the slot is taken. */
  private static byte tagOf(long low) {
    return (byte) (low | 0x80);
  }

  private static int after(int slot, int slots) {
    int next = slot + 1;
    return next == slots ? 0 : next;
  }

  private static long offsetAt(long[] page, int at) {
    return page[at] >>> (Long.SIZE - PAGE_BITS) << 32 | page[at + 2] >>> 32;
  }

  private long[] allocate(int words) {
    bytes += ARRAY_HEADER_BYTES + (long) words * Long.BYTES;
    return new long[words];
  }

  private void release(long[] words) {
    bytes -= ARRAY_HEADER_BYTES + (long) words.length * Long.BYTES;
  }
}
