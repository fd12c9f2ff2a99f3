package mortise.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mortise.spi.FieldKind;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;

/// The C header that declarations are.
final class Header {
  private static final String START =
      """
      #pragma once

      #include <stdbool.h>
      typedef unsigned char __u8;
      typedef unsigned short __u16;
      typedef unsigned int __u32;
      typedef unsigned long long __u64;
      typedef signed char __s8;
      typedef short __s16;
      typedef int __s32;
      typedef long long __s64;
      typedef __u16 __be16;
      typedef __u32 __be32;
      #ifndef __ksym
      #define __ksym __attribute__((section(".ksyms")))
      #endif
      #ifndef bpf_core_type_id_local
      #define bpf_core_type_id_local(type) __builtin_btf_type_id(*(type *)0, 0)
      #endif

      """;

  private Header() {}

  /// What at least one of them declares; where they disagree, the first is right.
  static String of(List<RuleBook> books) {
    var fragments = new LinkedHashSet<String>();
    Map<String, FieldKind> fields = new TreeMap<>();
    Map<String, FunctionPlan> functions = new TreeMap<>();
    var names = new LinkedHashSet<String>();
    for (var book : books) {
      names.add(book.name());
      fragments.addAll(book.headers());
      book.structFields().values().forEach(field -> fields.putIfAbsent(field.name(), field));
      book.functions().forEach(function -> functions.putIfAbsent(function.name(), function));
    }
    var out = new StringBuilder();
    out.append(
        "/* What the families of semantics '%s' declare. Generated. */%n"
            .formatted(String.join(", ", names)));
    out.append(START);
    fragments.forEach(fragment -> out.append(fragment).append('\n'));
    for (var field : fields.values()) {
      if (fragments.stream().noneMatch(h -> h.contains("struct " + field.name() + " {"))) {
        out.append(
            "struct %s { __u8 opaque[%d]; } __attribute__((aligned(%d)));%n"
                .formatted(field.name(), field.size(), field.alignment()));
      }
    }
    for (var function : functions.values()) {
      if (!function.prototype().isEmpty()) {
        out.append(function.isHelper() ? helper(function) : kernelFunction(function)).append('\n');
      }
    }
    return out.toString();
  }

  private static String kernelFunction(FunctionPlan function) {
    return "extern %s __ksym;".formatted(function.prototype());
  }

  /// `static void (*const f)(int) = (void *)93;`
  private static String helper(FunctionPlan function) {
    var prototype = function.prototype();
    int name = prototype.indexOf(function.name() + "(");
    if (name < 0) {
      return "/* %s */".formatted(prototype);
    }
    return "static %s(*const %s)%s = (void *)%d;"
        .formatted(
            prototype.substring(0, name),
            function.name(),
            prototype.substring(name + function.name().length()),
            function.helper());
  }
}
