package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import mortise.object.BpfMap;
import mortise.object.Program;
import mortise.object.RawInstruction;
import mortise.object.btf.BtfType;

/// A program of an object whose instructions are replaced: it lends its type, maps, types and
/// kernel functions.
public final class Template {
  private final String object;
  private final LoadedProgram program;

  private Template(String object, LoadedProgram program) {
    this.object = object;
    this.program = program;
  }

  /// A program of an object as a template.
  ///
  /// @throws IllegalArgumentException if the object has no such program
  public static Template of(LoadedObject object, String program) {
    return new Template(
        object.name(),
        object
            .program(program)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s has no program '%s'".formatted(object.name(), program))));
  }

  /// Object and program: `template.bpf.o#tc`.
  public String name() {
    return object + "#" + program.name();
  }

  /// The program that it was.
  public Program program() {
    return program.program();
  }

  /// The program's type, as the kernel names it.
  public String type() {
    return program().type().name();
  }

  /// The map called `name`.
  public Optional<BpfMap> map(String name) {
    return program().maps().stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /// Whether the template declares the kernel function called `name`.
  public boolean hasFunction(String name) {
    return program().btf().id(name, BtfType.Function.class).isPresent();
  }

  /// The program with other instructions.
  ///
  /// @throws IllegalArgumentException if they refer to something that the template does not have
  public LoadedProgram with(List<Line> lines) {
    var slots = new ArrayList<RawInstruction>(lines.size());
    for (var line : lines) {
      slots.add(resolve(line));
    }
    return program.with(slots);
  }

  /// The slot, its immediate as this object numbers what it refers to.
  ///
  /// @throws IllegalArgumentException if the template does not have that
  RawInstruction resolve(Line line) {
    return switch (line.to()) {
      case Line.Nothing _ -> line.raw();
      case Line.MapNamed(String name) ->
          line.raw()
              .withImmediate(
                  program().maps().indexOf(map(name).orElseThrow(() -> missing("map", name))));
      case Line.FunctionNamed(String name) ->
          line.raw().withImmediate(id("function", name, BtfType.Function.class));
      case Line.StructNamed(String name) ->
          line.raw().withImmediate(id("struct", name, BtfType.Composite.class));
    };
  }

  private int id(String what, String name, Class<? extends BtfType> type) {
    return program().btf().id(name, type).orElseThrow(() -> missing(what, name));
  }

  private IllegalArgumentException missing(String what, String name) {
    return new IllegalArgumentException("%s has no %s '%s'".formatted(name(), what, name));
  }
}
