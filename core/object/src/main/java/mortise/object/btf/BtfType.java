package mortise.object.btf;

import java.util.List;

/// One BTF type. Types refer to each other by id; [Btf#type] finds them.
///
/// Source: Documentation/bpf/btf.rst; the numbers of [#kind()] are `BTF_KIND_*`.
public sealed interface BtfType {

  /// The name, empty for an anonymous type and for kinds without names.
  String name();

  /// The kind's number, 0 (void) to 19 (enum64).
  int kind();

  /// Type id 0.
  record VoidType() implements BtfType {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 0;
    }
  }

  /// A type that only dresses another: see [Btf#resolve].
  sealed interface Modifier extends BtfType {
    /// The id of the type it dresses.
    int type();
  }

  /// A struct or a union.
  sealed interface Composite extends BtfType {
    /// In bytes.
    int size();

    /// In declared order.
    List<Member> members();

    /// Whether it is a union.
    default boolean isUnion() {
      return this instanceof Union;
    }
  }

  /// An integer, a character or a boolean.
  ///
  /// @param size in bytes: 1, 2, 4, 8 or 16
  /// @param bits how many bits hold the value, usually all
  /// @param bitOffset where in the bytes the bits begin, usually 0
  record Int(
      String name,
      int size,
      int bits,
      int bitOffset,
      boolean signed,
      boolean character,
      boolean bool)
      implements BtfType {
    @Override
    public int kind() {
      return 1;
    }
  }

  /// A pointer to type `type`.
  record Pointer(int type) implements BtfType {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 2;
    }
  }

  /// `count` elements of type `element`.
  ///
  /// @param count unsigned 32 bits
  record Array(int element, int index, long count) implements BtfType {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 3;
    }
  }

  /// A struct.
  record Struct(String name, int size, List<Member> members) implements Composite {
    @Override
    public int kind() {
      return 4;
    }
  }

  /// A union.
  record Union(String name, int size, List<Member> members) implements Composite {
    @Override
    public int kind() {
      return 5;
    }
  }

  /// A member of a struct or union.
  ///
  /// @param name empty for an anonymous struct or union
  /// @param bitOffset from the beginning of the struct, in bits
  /// @param bitSize the width of a bit field, 0 for other members
  record Member(String name, int type, int bitOffset, int bitSize) {
    /// The offset in bytes, rounded down for a bit field.
    public int offset() {
      return bitOffset / 8;
    }

    /// Whether it is a bit field.
    public boolean isBitField() {
      return bitSize != 0;
    }
  }

  /// An enumeration, of up to 32 bits (kind 6) or of 64 (kind 19).
  record Enumeration(String name, int size, boolean signed, boolean wide, List<Enumerator> values)
      implements BtfType {
    @Override
    public int kind() {
      return wide ? 19 : 6;
    }
  }

  /// A named constant; unsigned 32-bit values are zero-extended.
  record Enumerator(String name, long value) {}

  /// A struct or union that is declared only.
  record Forward(String name, boolean union) implements BtfType {
    @Override
    public int kind() {
      return 7;
    }
  }

  /// Another name for a type.
  record Typedef(String name, int type) implements Modifier {
    @Override
    public int kind() {
      return 8;
    }
  }

  /// `volatile`.
  record Volatile(int type) implements Modifier {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 9;
    }
  }

  /// `const`.
  record Const(int type) implements Modifier {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 10;
    }
  }

  /// `restrict`.
  record Restrict(int type) implements Modifier {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 11;
    }
  }

  /// A function; `prototype` is the id of a [FunctionPrototype].
  record Function(String name, int prototype, Linkage linkage) implements BtfType {
    @Override
    public int kind() {
      return 12;
    }
  }

  /// A function's result (id 0 for none) and parameters.
  ///
  /// @param variadic whether it ends in `...`, which is no entry of `parameters`
  record FunctionPrototype(int result, List<Parameter> parameters, boolean variadic)
      implements BtfType {
    @Override
    public String name() {
      return "";
    }

    @Override
    public int kind() {
      return 13;
    }
  }

  /// A parameter; the name is empty in pointers to functions and declarations.
  record Parameter(String name, int type) {}

  /// A global variable.
  record Variable(String name, int type, Linkage linkage) implements BtfType {
    @Override
    public int kind() {
      return 14;
    }
  }

  /// A data section and the variables in it.
  ///
  /// @param size in bytes; clang leaves 0, the object's section knows
  record DataSection(String name, int size, List<Placement> variables) implements BtfType {
    @Override
    public int kind() {
      return 15;
    }
  }

  /// Where in its section a variable (or an extern function) lies.
  ///
  /// @param type the id of a [Variable] or [Function]
  record Placement(int type, int offset, int size) {}

  /// A floating-point number.
  record FloatingPoint(String name, int size) implements BtfType {
    @Override
    public int kind() {
      return 16;
    }
  }

  /// A declaration tag, `__attribute__((btf_decl_tag("…")))`; `name` is its text.
  ///
  /// @param component the member or parameter that is tagged, -1 for the type itself
  /// @param attribute whether it stands for another attribute (`kind_flag`)
  record DeclarationTag(String name, int type, int component, boolean attribute)
      implements BtfType {
    @Override
    public int kind() {
      return 17;
    }
  }

  /// A type tag, `__attribute__((btf_type_tag("…")))`; `name` is its text.
  ///
  /// @param attribute whether it stands for another attribute (`kind_flag`)
  record TypeTag(String name, int type, boolean attribute) implements Modifier {
    @Override
    public int kind() {
      return 18;
    }
  }

  /// Who sees a function or variable.
  enum Linkage {
    STATIC,
    GLOBAL,
    EXTERN
  }
}
