package mortise.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mortise.object.btf.Btf;

/// A BPF object file: programs, maps and types.
///
/// Whatever the bytes, loading gives an object or an [ObjectFormatException].
///
/// @param name the file's name
/// @param license empty if the object has none
/// @param programs in the order of the file
/// @param maps declared maps, then sections of global data
/// @param btf [Btf#EMPTY] if the object has none
/// @param adaptable whether what instructions hold depends on the types of the target (CO-RE)
public record BpfObject(
    String name,
    String license,
    List<Program> programs,
    List<BpfMap> maps,
    Btf btf,
    boolean adaptable) {

  /// The largest file that is read, in bytes.
  public static final int MAX_SIZE = 64 << 20;

  public BpfObject {
    programs = List.copyOf(programs);
    maps = List.copyOf(maps);
  }

  /// Reads an object file.
  ///
  /// @throws ObjectFormatException if it cannot be read, or is not a BPF object
  public static BpfObject load(Path file) {
    return load(file, LoadOptions.DEFAULT);
  }

  /// Reads an object file.
  ///
  /// @throws ObjectFormatException if it cannot be read, or is not a BPF object
  public static BpfObject load(Path file, LoadOptions options) {
    String name = String.valueOf(file.getFileName());
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_SIZE + 1);
    } catch (NoSuchFileException e) {
      throw new ObjectFormatException(file.toString(), "", -1, "no such file");
    } catch (IOException e) {
      throw new ObjectFormatException(file.toString(), "", -1, "cannot be read: " + e.getMessage());
    }
    return parse(name, bytes, options);
  }

  /// Reads an object from memory; `name` is for messages and for the names of data maps.
  ///
  /// @throws ObjectFormatException if it is not a BPF object
  public static BpfObject parse(String name, byte[] bytes) {
    return parse(name, bytes, LoadOptions.DEFAULT);
  }

  /// Reads an object from memory.
  ///
  /// @throws ObjectFormatException if it is not a BPF object
  public static BpfObject parse(String name, byte[] bytes, LoadOptions options) {
    return ObjectLoader.load(name, bytes, options);
  }

  /// The program called `name`.
  public Optional<Program> program(String name) {
    return programs.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /// The map called `name`.
  public Optional<BpfMap> map(String name) {
    return maps.stream().filter(m -> m.name().equals(name)).findFirst();
  }
}
