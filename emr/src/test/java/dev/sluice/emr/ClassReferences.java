package dev.sluice.emr;

import java.util.HashSet;
import java.util.Set;
import org.apache.xbean.asm9.ClassReader;

/** The classes that a class names in its constant pool. */
final class ClassReferences {
  private static final int CLASS = 7;

  private ClassReferences() {}

  /** Their names as entries of a jar; those of arrays are left out. */
  static Set<String> of(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    char[] buffer = new char[reader.getMaxStringLength()];
    Set<String> names = new HashSet<>();
    for (int index = 1; index < reader.getItemCount(); index++) {
      int offset = reader.getItem(index);
      if (offset > 0 && reader.readByte(offset - 1) == CLASS) {
        String name = reader.readUTF8(offset, buffer);
        if (!name.startsWith("[")) {
          names.add(name + ".class");
        }
      }
    }
    return names;
  }
}
