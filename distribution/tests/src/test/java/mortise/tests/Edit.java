package mortise.tests;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Predicate;

/// One change to the bytecode of a method: how a bug gets into a verifier that has no switches for
/// bugs. An edit that finds nothing to change fails, so that planted bugs do not wither unnoticed.
sealed interface Edit {
  /// The method gives this number (0 and 1 for `false` and `true`) and does nothing.
  record Answers(int value) implements Edit {}

  /// The method gives back its argument with that index, the receiver being 0.
  record GivesBack(int index) implements Edit {}

  /// The method does nothing.
  record DoesNothing() implements Edit {}

  /// Calls of methods of that name are taken to have given this number.
  record CallAnswers(String name, int value) implements Edit {}

  /// The `nth` call of a method of that name (from 0) calls another of the same type.
  record CallsOther(String name, String other, int nth) implements Edit {}

  /// An enum constant, or another static field, is taken for another of the same type.
  record Takes(String constant, String other) implements Edit {}

  /// The `nth` use of a constant.
  record Constant(long from, long to, int nth) implements Edit {}

  /// The `nth` use of an operator.
  record Operator(Opcode from, Opcode to, int nth) implements Edit {}

  /// The `nth` conditional branch is always taken.
  record AlwaysBranches(int nth) implements Edit {}

  /// Applies the edit to all methods of that name.
  default byte[] apply(byte[] classFile, String method, ClassLoader types) {
    var file =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(types)));
    var applied = new int[1];
    var transform =
        ClassTransform.transformingMethods(
            m -> m.methodName().equalsString(method), method(applied));
    var result = file.transformClass(file.parse(classFile), transform);
    if (applied[0] == 0) {
      throw new IllegalStateException("%s finds nothing to change in %s".formatted(this, method));
    }
    return result;
  }

  private MethodTransform method(int[] applied) {
    return switch (this) {
      case Answers e -> body(applied, code -> code.loadConstant(e.value()).return_(TypeKind.INT));
      case GivesBack e -> body(applied, code -> code.aload(e.index()).areturn());
      case DoesNothing e -> body(applied, CodeBuilder::return_);
      case CallAnswers e ->
          each(
              applied,
              -1,
              element -> element instanceof InvokeInstruction i && i.name().equalsString(e.name()),
              (code, element) -> answer(code, (InvokeInstruction) element, e.value()));
      case CallsOther e ->
          each(
              applied,
              e.nth(),
              element -> element instanceof InvokeInstruction i && i.name().equalsString(e.name()),
              (code, element) -> {
                var i = (InvokeInstruction) element;
                code.invoke(
                    i.opcode(), i.owner().asSymbol(), e.other(), i.typeSymbol(), i.isInterface());
              });
      case Takes e ->
          each(
              applied,
              -1,
              element ->
                  element instanceof FieldInstruction f
                      && f.opcode() == Opcode.GETSTATIC
                      && f.name().equalsString(e.constant()),
              (code, element) -> {
                var f = (FieldInstruction) element;
                code.getstatic(f.owner().asSymbol(), e.other(), f.typeSymbol());
              });
      case Constant e ->
          each(
              applied,
              e.nth(),
              element ->
                  element instanceof ConstantInstruction c
                      && c.constantValue() instanceof Number n
                      && n.longValue() == e.from(),
              (code, element) -> {
                if (((ConstantInstruction) element).typeKind() == TypeKind.LONG) {
                  code.loadConstant(e.to());
                } else {
                  code.loadConstant((int) e.to());
                }
              });
      case Operator e ->
          each(
              applied,
              e.nth(),
              element -> element instanceof OperatorInstruction o && o.opcode() == e.from(),
              (code, element) -> code.with(OperatorInstruction.of(e.to())));
      case AlwaysBranches e ->
          each(
              applied,
              e.nth(),
              element ->
                  element instanceof BranchInstruction b
                      && b.opcode() != Opcode.GOTO
                      && b.opcode() != Opcode.GOTO_W,
              (code, element) -> {
                var branch = (BranchInstruction) element;
                if (branch.opcode().name().startsWith("IF_")) {
                  code.pop2();
                } else {
                  code.pop();
                }
                code.goto_(branch.target());
              });
    };
  }

  /// Writes what takes the place of an element.
  interface Replacement {
    void write(CodeBuilder code, CodeElement element);
  }

  private static MethodTransform body(int[] applied, java.util.function.Consumer<CodeBuilder> to) {
    return (method, element) -> {
      if (element instanceof java.lang.classfile.CodeModel) {
        applied[0]++;
        method.withCode(to);
      } else {
        method.with(element);
      }
    };
  }

  private static MethodTransform each(
      int[] applied, int nth, Predicate<CodeElement> where, Replacement replacement) {
    var count = new int[1];
    return MethodTransform.transformingCode(
        (code, element) -> {
          if (where.test(element) && (nth < 0 || count[0]++ == nth)) {
            applied[0]++;
            replacement.write(code, element);
          } else {
            code.with(element);
          }
        });
  }

  private static void answer(CodeBuilder code, InvokeInstruction call, int value) {
    var kinds = new ArrayList<TypeKind>();
    if (call.opcode() != Opcode.INVOKESTATIC) {
      kinds.add(TypeKind.REFERENCE);
    }
    call.typeSymbol().parameterList().forEach(type -> kinds.add(TypeKind.from(type)));
    Collections.reverse(kinds);
    for (var kind : kinds) {
      if (kind.slotSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    }
    if (TypeKind.from(call.typeSymbol().returnType()) == TypeKind.LONG) {
      code.loadConstant((long) value);
    } else if (TypeKind.from(call.typeSymbol().returnType()) != TypeKind.VOID) {
      code.loadConstant(value);
    }
  }
}
