package mortise.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import mortise.object.btf.Btf;
import mortise.object.elf.ElfFile;
import org.jspecify.annotations.Nullable;

/// The types of the host (of a kernel) that programs are made for. They are read when somebody
/// first asks, which few programs make necessary: a kernel has some hundred thousand of them.
///
/// Safe for use by several threads.
public final class HostBtf {
  /// Where a running kernel shows its types.
  public static final Path RUNNING = Path.of("/sys/kernel/btf/vmlinux");

  /// No types are known.
  public static final HostBtf NONE = new HostBtf("", null, true);

  private final String name;
  private final @Nullable Path file;
  private final boolean mayBeMissing;
  private @Nullable Btf types;
  private String digest = "";
  private boolean read;

  private HostBtf(String name, @Nullable Path file, boolean mayBeMissing) {
    this.name = name;
    this.file = file;
    this.mayBeMissing = mayBeMissing;
  }

  /// Those in a file: raw BTF, or an ELF file with a section `.BTF`.
  public static HostBtf of(Path file) {
    return new HostBtf(file.toString(), file, false);
  }

  /// Those that the running kernel shows, if it does.
  public static HostBtf running() {
    return new HostBtf(RUNNING.toString(), RUNNING, true);
  }

  /// Those in memory; `name` is for messages.
  public static HostBtf of(String name, byte[] bytes) {
    var host = new HostBtf(name, null, false);
    host.parse(bytes);
    return host;
  }

  /// Where they come from; empty if from nowhere.
  public String name() {
    return name;
  }

  /// The types, if there are any.
  ///
  /// @throws ObjectFormatException if the file cannot be read, or is no BTF
  public synchronized Optional<Btf> types() {
    if (!read && file != null && !(mayBeMissing && !Files.isReadable(file))) {
      try {
        parse(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new ObjectFormatException(name, "", -1, "cannot be read: " + e.getMessage());
      }
    }
    read = true;
    return Optional.ofNullable(types);
  }

  /// Whether somebody asked, and there were types.
  public synchronized boolean isKnown() {
    return types != null;
  }

  /// Which types those are, whatever the file is called: `FILE (sha256 0123456789ab)`.
  public synchronized String identity() {
    return digest.isEmpty() ? name : "%s (sha256 %s)".formatted(name, digest);
  }

  private synchronized void parse(byte[] bytes) {
    boolean elf = bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E';
    types = elf ? DataSections.types(name, ElfFile.parse(name, bytes)) : Btf.parse(name, bytes);
    try {
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    read = true;
  }
}
