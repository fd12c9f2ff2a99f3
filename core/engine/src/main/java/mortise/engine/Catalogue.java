package mortise.engine;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.spi.FieldKind;
import mortise.spi.Rule;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rules.CoreRules;

/// The documentation that a semantics' declarations are.
final class Catalogue {
  private final RuleBook book;
  private final Map<String, Rule> rules = new LinkedHashMap<>();

  @Inject
  Catalogue(RuleBook book) {
    this.book = book;
    Stream.concat(CoreRules.all().stream(), book.rules().values().stream())
        .sorted(Comparator.comparing(Rule::id))
        .forEach(rule -> rules.put(rule.id(), rule));
  }

  Optional<Rule> rule(String id) {
    return Optional.ofNullable(rules.get(id));
  }

  List<Rule> rules() {
    return List.copyOf(rules.values());
  }

  Optional<String> describe(String family) {
    return book.families().stream()
        .filter(info -> info.id().equals(family))
        .findFirst()
        .map(info -> describe(family, info.toString()));
  }

  private String describe(String family, String title) {
    var out = new StringBuilder(title).append('\n');
    var functions = book.functions().stream().filter(f -> f.family().id().equals(family)).toList();
    if (!functions.isEmpty()) {
      out.append("\nfunctions\n");
      functions.forEach(function -> describe(function, out));
    }
    var own =
        functions.stream()
            .flatMap(f -> f.steps().stream())
            .flatMap(s -> s instanceof Step.Demand d ? Stream.of(d.rule()) : Stream.empty())
            .filter(rule -> rule.family().equals(family))
            .distinct()
            .sorted(Comparator.comparing(Rule::id))
            .toList();
    if (!own.isEmpty()) {
      out.append("\nrules\n");
      own.forEach(rule -> out.append("  %-32s %s%n".formatted(rule.id(), lastLine(rule))));
    }
    return out.toString();
  }

  private static String lastLine(Rule rule) {
    return rule.message().substring(rule.message().lastIndexOf('\n') + 1);
  }

  private static void describe(FunctionPlan function, StringBuilder out) {
    out.append("  ").append(signature(function)).append('\n');
    if (!function.documentation().isEmpty()) {
      out.append("      ").append(function.documentation().replace("\n", "\n      ")).append('\n');
    }
  }

  private static String signature(FunctionPlan function) {
    return function.prototype().isEmpty() ? function.name() + "(…)" : function.prototype();
  }

  String header() {
    var out = new StringBuilder();
    out.append(
        "/* What the families of semantics '%s' declare. Generated. */%n".formatted(book.name()));
    out.append("#pragma once\n\n");
    out.append(
        """
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

        """);
    book.headers().forEach(header -> out.append(header).append('\n'));
    for (var field : fields()) {
      if (book.headers().stream().noneMatch(h -> h.contains("struct " + field.name() + " {"))) {
        out.append(
            "struct %s { __u8 opaque[%d]; } __attribute__((aligned(%d)));%n"
                .formatted(field.name(), field.size(), field.alignment()));
      }
    }
    for (var function : book.functions()) {
      if (!function.prototype().isEmpty()) {
        out.append(function.isHelper() ? helper(function) : kernelFunction(function)).append('\n');
      }
    }
    return out.toString();
  }

  private List<FieldKind> fields() {
    return book.structFields().values().stream()
        .sorted(Comparator.comparing(FieldKind::name))
        .toList();
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
