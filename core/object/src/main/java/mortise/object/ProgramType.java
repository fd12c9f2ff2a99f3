package mortise.object;

/// What a program is loaded as.
///
/// @param name the kernel's name in lower case without prefix, such as `sched_cls` or `xdp`;
///   `unspec` if the section says nothing
/// @param id `BPF_PROG_TYPE_*`
/// @param attachType `BPF_*` in lower case, such as `trace_fentry`; empty if there is none; for
///   `struct_ops` the struct that some map of the object has the program in
/// @param attachName what the section says after the slash, empty if nothing; for `struct_ops` the
///   struct's member
/// @param sleepable whether the program may sleep
public record ProgramType(
    String name, int id, String attachType, String attachName, boolean sleepable) {

  /// A section that names no type.
  public static final ProgramType UNKNOWN = new ProgramType("unspec", 0, "", "", false);

  /// The same, attached to a member of one of the host's structs.
  ProgramType forMember(String struct, String member) {
    return new ProgramType(name, id, struct, member, sleepable);
  }

  /// The type that a program in section `section` has; a leading `?` (not loaded by default) does
  /// not matter.
  ///
  /// Source: `section_defs` of libbpf 1.6.
  public static ProgramType ofSection(String section) {
    return SectionNames.parse(section.startsWith("?") ? section.substring(1) : section);
  }
}
