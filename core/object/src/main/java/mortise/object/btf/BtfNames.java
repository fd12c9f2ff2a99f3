package mortise.object.btf;

import java.util.stream.Collectors;

/// Writes types as C does. Pointers may lead anywhere, so depth and length are bounded.
final class BtfNames {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_LENGTH = 512;

  private final Btf btf;

  /// How much may still be written, so that fan-out is bounded too.
  private int budget = MAX_LENGTH;

  BtfNames(Btf btf) {
    this.btf = btf;
  }

  String name(int id) {
    return declare(id, "", 0);
  }

  /// The declaration of `declarator` as type `id`.
  private String declare(int id, String declarator, int depth) {
    if (depth > MAX_DEPTH || budget-- <= 0 || declarator.length() > MAX_LENGTH) {
      return join("...", declarator);
    }
    BtfType type = btf.type(id);
    return switch (type) {
      case BtfType.VoidType _ -> join("void", declarator);
      case BtfType.Int i -> join(i.name(), declarator);
      case BtfType.FloatingPoint f -> join(f.name(), declarator);
      case BtfType.Typedef t -> join(t.name(), declarator);
      case BtfType.Struct s -> join(tagged("struct", s.name()), declarator);
      case BtfType.Union u -> join(tagged("union", u.name()), declarator);
      case BtfType.Enumeration e -> join(tagged("enum", e.name()), declarator);
      case BtfType.Forward f -> join(tagged(f.union() ? "union" : "struct", f.name()), declarator);
      case BtfType.Const c -> qualified("const", c, declarator, depth);
      case BtfType.Volatile v -> qualified("volatile", v, declarator, depth);
      case BtfType.Restrict r -> qualified("restrict", r, declarator, depth);
      case BtfType.TypeTag t -> declare(t.type(), declarator, depth + 1);
      case BtfType.Pointer p -> {
        BtfType target = btf.type(p.type());
        boolean binds =
            target instanceof BtfType.Array || target instanceof BtfType.FunctionPrototype;
        yield declare(p.type(), binds ? "(*" + declarator + ")" : "*" + declarator, depth + 1);
      }
      case BtfType.Array a ->
          declare(a.element(), "%s[%d]".formatted(declarator, a.count()), depth + 1);
      case BtfType.FunctionPrototype p -> prototype(p, declarator, depth);
      case BtfType.Function f -> declare(f.prototype(), f.name(), depth + 1);
      case BtfType.Variable v -> declare(v.type(), v.name(), depth + 1);
      case BtfType.DataSection d -> d.name();
      case BtfType.DeclarationTag t -> t.name();
    };
  }

  private String qualified(String word, BtfType.Modifier type, String declarator, int depth) {
    if (btf.type(type.type()) instanceof BtfType.Pointer) {
      return declare(type.type(), join(word, declarator), depth + 1);
    }
    return word + " " + declare(type.type(), declarator, depth + 1);
  }

  private String prototype(BtfType.FunctionPrototype prototype, String declarator, int depth) {
    String parameters =
        prototype.parameters().stream()
            .map(p -> declare(p.type(), p.name(), depth + 1))
            .collect(Collectors.joining(", "));
    if (prototype.variadic()) {
      parameters = parameters.isEmpty() ? "..." : parameters + ", ...";
    }
    String shown = parameters.isEmpty() ? "void" : parameters;
    return declare(prototype.result(), "%s(%s)".formatted(declarator, shown), depth + 1);
  }

  private static String tagged(String word, String name) {
    return name.isEmpty() ? word : word + " " + name;
  }

  private static String join(String type, String declarator) {
    if (declarator.isEmpty()) {
      return type;
    }
    // Arrays of types without a declarator read `int[4]`.
    return declarator.startsWith("[") ? type + declarator : type + " " + declarator;
  }
}
