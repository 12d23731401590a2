package dev.sluice.common.definition;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages of a descriptor set, as {@code protoc --descriptor_set_out} writes it. */
public final class ProtobufMessages {
  /** Files that Protobuf brings, which a set made without its imports lacks. */
  private static final Map<String, FileDescriptor> BUILT_IN =
      Stream.of(
              AnyProto.getDescriptor(),
              DurationProto.getDescriptor(),
              EmptyProto.getDescriptor(),
              StructProto.getDescriptor(),
              TimestampProto.getDescriptor(),
              WrappersProto.getDescriptor())
          .collect(Collectors.toMap(FileDescriptor::getName, file -> file));

  private final Map<String, FileDescriptorProto> files = new HashMap<>();
  private final Map<String, FileDescriptor> built = new HashMap<>();

  private ProtobufMessages(FileDescriptorSet set) {
    set.getFileList().forEach(file -> files.put(file.getName(), file));
  }

  /**
   * A message by its full name, such as {@code shop.Click}.
   *
   * @param descriptorSet the set's bytes
   * @throws InvalidSchema when they are no set, or none with this message and all it refers to
   */
  public static Descriptor message(byte[] descriptorSet, String name) throws InvalidSchema {
    try {
      FileDescriptorSet set = FileDescriptorSet.parseFrom(descriptorSet);
      return new ProtobufMessages(set).find(set, name);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidSchema(
          List.of("(root): not a descriptor set (protoc --descriptor_set_out)"));
    } catch (DescriptorValidationException e) {
      throw new InvalidSchema(List.of("(root): " + e.getMessage()));
    }
  }

  private Descriptor find(FileDescriptorSet set, String name)
      throws InvalidSchema, DescriptorValidationException {
    List<String> names = new ArrayList<>();
    for (FileDescriptorProto file : set.getFileList()) {
      for (Descriptor message : build(file.getName()).getMessageTypes()) {
        Descriptor found = within(message, name, names);
        if (found != null) {
          return found;
        }
      }
    }
    throw new InvalidSchema(
        List.of(
            "(root): has no message " + Shown.text(name) + " (" + Nearest.hint(name, names) + ")"));
  }

  private static Descriptor within(Descriptor message, String name, List<String> names) {
    names.add(message.getFullName());
    if (message.getFullName().equals(name)) {
      return message;
    }
    for (Descriptor nested : message.getNestedTypes()) {
      Descriptor found = within(nested, name, names);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private FileDescriptor build(String name) throws InvalidSchema, DescriptorValidationException {
    FileDescriptor known = built.get(name);
    if (known != null) {
      return known;
    }
    FileDescriptorProto file = files.get(name);
    if (file == null) {
      FileDescriptor builtIn = BUILT_IN.get(name);
      if (builtIn == null) {
        throw new InvalidSchema(
            List.of(
                "(root): imports "
                    + Shown.text(name)
                    + ", which it lacks (protoc --include_imports)"));
      }
      return builtIn;
    }
    // A file cannot import itself, not even by way of others: protoc has seen to that. A set that
    // was
    // made by hand ends here rather than in a stack that overflows.
    files.remove(name);
    List<FileDescriptor> imports = new ArrayList<>();
    for (String imported : file.getDependencyList()) {
      imports.add(build(imported));
    }
    FileDescriptor descriptor =
        FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]));
    built.put(name, descriptor);
    return descriptor;
  }
}
