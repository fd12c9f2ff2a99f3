package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;

/// Loads, stores and atomics.
public final class MemoryRules {
  public static final Rule NOT_A_POINTER =
      Rule.id("memory.not-a-pointer")
          .category(Category.MEMORY_SAFETY)
          .suggestion(
              "the register holds a number here; what it pointed to may have been released,"
                  + " unlocked or moved")
          .documentation("Only pointers to memory may be dereferenced.")
          .source("linux: `check_mem_access` (6.18)")
          .message("{register} invalid mem access '{type}'");

  public static final Rule NULLABLE =
      Rule.id("memory.nullable-pointer")
          .category(Category.MEMORY_SAFETY)
          .suggestion("compare with NULL first")
          .documentation("A pointer that may be null must be compared with 0 before it is used.")
          .source("linux: `check_mem_access` (6.18)")
          .message("{register} invalid mem access '{type}'");

  public static final Rule BOUNDS =
      Rule.id("memory.bounds")
          .category(Category.MEMORY_SAFETY)
          .suggestion("compare the index with the size first")
          .documentation("Every byte of an access must lie inside of what the pointer points to.")
          .source("linux: `check_mem_region_access` (6.18)")
          .message("{region}{register} {bound} value is outside of the allowed memory range");

  public static final Rule NEGATIVE_INDEX =
      Rule.id("memory.negative-index")
          .category(Category.MEMORY_SAFETY)
          .suggestion("make the index unsigned or check that it is not negative")
          .documentation("An index must not be negative.")
          .source("linux: `check_mem_region_access` (6.18)")
          .message(
              "{register} min value is negative, either use unsigned index or do a if (index >=0)"
                  + " check.");

  public static final Rule UNBOUNDED =
      Rule.id("memory.unbounded")
          .category(Category.MEMORY_SAFETY)
          .suggestion("compare the index with the size first")
          .documentation("An index must be bounded before it is used.")
          .source("linux: `check_mem_region_access` (6.18)")
          .message("{register} unbounded memory access, make sure to bounds check any such access");

  public static final Rule STACK_BOUNDS =
      Rule.id("memory.stack-bounds")
          .category(Category.MEMORY_SAFETY)
          .suggestion("stay within the 512 bytes below the frame pointer")
          .documentation("A frame has 512 bytes, below the frame pointer.")
          .source("linux: `check_stack_access_within_bounds` (6.18)")
          .message("invalid{access} stack {register} off={offset} size={size}");

  public static final Rule STACK_VARIABLE =
      Rule.id("memory.stack-variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("bound the index by the array's size")
          .documentation(
              "Every place that a variable offset can reach must be inside of the stack.")
          .source("linux: `check_stack_access_within_bounds` (6.18)")
          .message(
              "invalid variable-offset{access} stack {register} var_off={var_off} off={offset}"
                  + " size={size}");

  public static final Rule STACK_UNBOUNDED =
      Rule.id("memory.stack-unbounded-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("bound the index by the array's size")
          .documentation("An offset into the stack must be bounded.")
          .source("linux: `check_stack_access_within_bounds` (6.18)")
          .message("invalid unbounded variable-offset{access} stack {register}");

  public static final Rule STACK_OBJECT_READ =
      Rule.id("memory.stack-object-read")
          .category(Category.MEMORY_SAFETY)
          .suggestion("read it through the functions that belong to it")
          .documentation("The bytes of an object on the stack are not the program's to read.")
          .source("linux: `check_stack_read_fixed_off` (6.18)")
          .message("invalid read from stack {register}off {offset}+{index} size {size}");

  public static final Rule STACK_VARIABLE_ARGUMENT =
      Rule.id("memory.stack-variable-argument")
          .category(Category.MEMORY_SAFETY)
          .suggestion("operate on an address that is known")
          .documentation("An atomic operation on the stack is one on a place that is known.")
          .source("linux: `check_stack_read` (6.18)")
          .message(
              "variable offset stack pointer cannot be passed into helper function;"
                  + " var_off={var_off} off={offset} size={size}");

  public static final Rule ALIGNMENT =
      Rule.id("memory.alignment")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access memory at a multiple of the access size")
          .documentation(
              "The stack, and everything under strict alignment, is accessed at multiples of the"
                  + " access size.")
          .source("linux: `check_generic_ptr_alignment` (6.18)")
          .message("misaligned {what}access off {var_off}+{base}+{offset} size {size}");

  public static final Rule PARTIAL_SPILL =
      Rule.id("memory.partial-spill")
          .category(Category.MEMORY_SAFETY)
          .suggestion("store a pointer with all its 8 bytes")
          .documentation("A part of a pointer is no pointer.")
          .source("linux: `check_stack_write_fixed_off` (6.18)")
          .message("invalid size of register spill");

  public static final Rule PARTIAL_FILL =
      Rule.id("memory.partial-fill")
          .category(Category.MEMORY_SAFETY)
          .suggestion("load a pointer with all its 8 bytes")
          .documentation("A part of a pointer is no pointer.")
          .source("linux: `check_stack_read_fixed_off` (6.18)")
          .message("invalid size of register fill");

  public static final Rule SPILL_INTO_CALLER =
      Rule.id("memory.spill-into-caller")
          .category(Category.MEMORY_SAFETY)
          .suggestion("do not give the caller a pointer into this frame")
          .documentation("This frame is gone when the caller reads it.")
          .source("linux: `check_stack_write_fixed_off` (6.18)")
          .message("cannot spill pointers to stack into stack frame of the caller");

  public static final Rule READ_ONLY =
      Rule.id("memory.read-only")
          .category(Category.MEMORY_SAFETY)
          .suggestion("write to other memory")
          .documentation("This memory can only be read.")
          .source("linux: `check_mem_access` (6.18)")
          .message("{register} cannot write into {type}");

  public static final Rule BUFFER_OFFSET =
      Rule.id("memory.before-buffer")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the buffer from its start on")
          .documentation(
              "How long the buffer is turns out when the program is attached; where it begins is"
                  + " known.")
          .source("linux: `check_buffer_access` (6.18)")
          .message("{register} invalid {buffer} buffer access: off={offset}, size={size}");

  public static final Rule BUFFER_VARIABLE =
      Rule.id("memory.variable-in-buffer")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the buffer at offsets that are known when the program is compiled")
          .documentation(
              "When the program is attached, its farthest access is held against the buffer's"
                  + " length.")
          .source("linux: `check_buffer_access` (6.18)")
          .message("{register} invalid variable buffer offset: off={offset}, var_off={var_off}");

  public static final Rule QUALIFIED_READ_ONLY =
      Rule.id("memory.kernel-read-only")
          .category(Category.MEMORY_SAFETY)
          .suggestion("write through a pointer that you own")
          .documentation("What the pointer is qualified with does not let it be written through.")
          .source("linux: `check_ptr_to_btf_access` (6.18)")
          .message("{why}");

  public static final Rule UNREADABLE =
      Rule.id("memory.outlived")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("read what you need before the section ends, or take a reference in it")
          .documentation(
              """
              What kept the object from going away has ended, and with it what is known of the \
              object: it may be gone, or another one may be where it was. A pointer that was never \
              under any protection may be read all the same: what comes is then taken for anything.
              """)
          .source("linux: `check_ptr_to_btf_access` (6.18)")
          .message("{why}");

  public static final Rule ELSEWHERE =
      Rule.id("memory.elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("ask a function for the address of the copy that you mean")
          .documentation(
              "Such a pointer stands for memory that is somewhere else, as the copies that every"
                  + " CPU has.")
          .source("linux: `check_ptr_to_btf_access` (6.18)")
          .message("{register} is ptr_{struct} access {memory} memory: off={offset}");

  public static final Rule KEY_WRITE =
      Rule.id("memory.key-write")
          .category(Category.MEMORY_SAFETY)
          .suggestion("copy the key first")
          .documentation("Changing a key in place would break the map.")
          .source("linux: `check_mem_access` (6.18)")
          .message("write to change key {register} not allowed");

  public static final Rule ATOMIC_TARGET =
      Rule.id("memory.atomic-target")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use atomics on maps, objects and the stack")
          .documentation("Atomics work on shared memory and the stack.")
          .source("linux: `check_atomic_rmw` (6.18)")
          .message("BPF_ATOMIC stores into {register} {type} is not allowed");

  public static final Rule MIXED_POINTERS =
      Rule.id("memory.mixed-pointers")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access each kind of pointer in its own branch")
          .documentation(
              "An access to a context is rewritten, so one instruction cannot access a context on"
                  + " one path and other memory on another.")
          .source("linux: `save_aux_ptr_type` (6.18)")
          .message("same insn cannot be used with different pointers");

  public static final Rule OBJECT_BOUNDS =
      Rule.id("memory.object-bounds")
          .category(Category.MEMORY_SAFETY)
          .suggestion("stay within the object")
          .documentation("Objects are accessed member by member.")
          .source("linux: `btf_struct_walk` (6.18)")
          .message("access beyond struct {struct} at off {offset} size {size}");

  public static final Rule OBJECT_NEGATIVE =
      Rule.id("memory.object-negative-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("stay within the object")
          .documentation("Nothing of the object lies in front of it.")
          .source("linux: `check_ptr_to_btf_access` (6.18)")
          .message("{register} is {object} invalid negative access: off={offset}");

  public static final Rule OBJECT_VARIABLE =
      Rule.id("memory.object-variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use a constant offset, or keep the array in a map value")
          .documentation("Which member is accessed must be known.")
          .source("linux: `check_ptr_to_btf_access` (6.18)")
          .message(
              "{register} is ptr_{struct} invalid variable offset: off={offset},"
                  + " var_off={var_off}");

  public static final Rule OBJECT_MEMBER =
      Rule.id("memory.object-member-bounds")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access one member at a time")
          .documentation("An access must stay within one member.")
          .source("linux: `btf_struct_walk` (6.18)")
          .message(
              "access beyond the end of member {member} (mend:{end}) in struct {struct} with off"
                  + " {offset} size {size}");

  public static final Rule OBJECT_HOLE =
      Rule.id("memory.object-hole")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access members, not the padding between them")
          .documentation("Padding belongs to nobody.")
          .source("linux: `btf_struct_walk` (6.18)")
          .message("struct {struct} doesn't have field at offset {offset}");

  public static final Rule OBJECT_POINTER =
      Rule.id("memory.object-pointer-member")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the pointer member as a whole")
          .documentation("A part of a pointer is no pointer.")
          .source("linux: `btf_struct_walk` (6.18)")
          .message(
              "cannot access ptr member {member} with moff {member.offset} in struct {struct} with"
                  + " off {offset} size {size}");

  public static final Rule FIELD_IN_OBJECT =
      Rule.id("field.access-in-object")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the functions that belong to this field")
          .documentation("The bytes of a special field belong to its family.")
          .source("linux: `btf_struct_access` (6.18)")
          .message("direct access to {field} is disallowed");

  public static final Rule FIELD_IN_VALUE =
      Rule.id("field.access-in-map-value")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the functions that belong to this field")
          .documentation("The bytes of a special field belong to its family.")
          .source("linux: `check_map_access` (6.18)")
          .message("{field} cannot be accessed directly by load/store");

  public static final Rule CONTEXT_FIELD =
      Rule.id("context.field")
          .category(Category.MEMORY_SAFETY)
          .suggestion(
              "use only the fields that this program type offers, whole, and do not write to"
                  + " read-only ones")
          .documentation("Which fields there are depends on the type of program.")
          .source("linux: `check_ctx_access` (6.18)")
          .message("invalid bpf_context access off={offset} size={size}");

  public static final Rule PACKET_BOUNDS =
      Rule.id("packet.bounds")
          .category(Category.MEMORY_SAFETY)
          .suggestion("compare the end of the access with data_end first")
          .documentation(
              "Only bytes that a comparison with the end has shown to be there may be accessed.")
          .source("linux: `check_packet_access` (6.18)")
          .message(
              "invalid access to packet, off={offset} size={size},"
                  + " {register}(id={id},off={base},r={bound})\n"
                  + "{register} offset is outside of the packet");

  public static final Rule PACKET_READ_ONLY =
      Rule.id("packet.read-only")
          .category(Category.POLICY)
          .suggestion("use a program type that may write packets")
          .documentation("Some programs may only look at packets.")
          .source("linux: `may_access_direct_pkt_data` (6.18)")
          .message("cannot write into packet");

  public static final Rule MAP_READ_ONLY =
      Rule.id("map.read-only")
          .category(Category.POLICY)
          .suggestion("create the map without BPF_F_RDONLY_PROG")
          .documentation("The map was created for programs to read.")
          .source("linux: `check_map_access_type` (6.18)")
          .message("write into map forbidden, value_size={value.size} off={offset} size={size}");

  public static final Rule MAP_WRITE_ONLY =
      Rule.id("map.write-only")
          .category(Category.POLICY)
          .suggestion("create the map without BPF_F_WRONLY_PROG")
          .documentation("The map was created for programs to write.")
          .source("linux: `check_map_access_type` (6.18)")
          .message("read from map forbidden, value_size={value.size} off={offset} size={size}");

  public static final Rule MAP_DESCRIPTOR =
      Rule.id("map.descriptor-write")
          .category(Category.MEMORY_SAFETY)
          .suggestion("write to a value of the map, found by a lookup")
          .documentation("The map itself is not memory of the program.")
          .source("linux: `check_ptr_to_map_access` (6.18)")
          .message("only read from {struct} is supported");

  public static final Rule LEGACY_LOAD =
      Rule.id("packet.load-not-available")
          .category(Category.POLICY)
          .suggestion("read the packet through data and data_end")
          .documentation("Only programs that run on a socket buffer have these instructions.")
          .source("linux: `check_ld_abs` (6.18)")
          .message("BPF_LD_[ABS|IND] instructions not allowed for this program type");

  public static final Rule LEGACY_LOAD_CONTEXT =
      Rule.id("packet.load-needs-context")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("keep the context in R6")
          .documentation("These instructions read the packet of the context in R6.")
          .source("linux: `check_ld_abs` (6.18)")
          .message("at the time of BPF_LD_ABS|IND R6 != pointer to skb");

  /// All of them.
  public static final List<Rule> ALL =
      List.of(
          NOT_A_POINTER,
          NULLABLE,
          BOUNDS,
          NEGATIVE_INDEX,
          BUFFER_OFFSET,
          BUFFER_VARIABLE,
          UNBOUNDED,
          STACK_BOUNDS,
          STACK_VARIABLE,
          STACK_UNBOUNDED,
          STACK_OBJECT_READ,
          STACK_VARIABLE_ARGUMENT,
          ALIGNMENT,
          PARTIAL_SPILL,
          PARTIAL_FILL,
          SPILL_INTO_CALLER,
          READ_ONLY,
          QUALIFIED_READ_ONLY,
          UNREADABLE,
          ELSEWHERE,
          KEY_WRITE,
          ATOMIC_TARGET,
          MIXED_POINTERS,
          OBJECT_BOUNDS,
          OBJECT_NEGATIVE,
          OBJECT_VARIABLE,
          OBJECT_MEMBER,
          OBJECT_HOLE,
          OBJECT_POINTER,
          FIELD_IN_OBJECT,
          FIELD_IN_VALUE,
          CONTEXT_FIELD,
          PACKET_BOUNDS,
          PACKET_READ_ONLY,
          MAP_READ_ONLY,
          MAP_WRITE_ONLY,
          MAP_DESCRIPTOR,
          LEGACY_LOAD,
          LEGACY_LOAD_CONTEXT);

  private MemoryRules() {}
}
