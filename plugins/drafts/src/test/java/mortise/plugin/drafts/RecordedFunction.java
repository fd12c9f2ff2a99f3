package mortise.plugin.drafts;

import java.util.ArrayList;
import java.util.List;
import mortise.plugin.drafts.Recording.Requirement;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Invocation;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.runtime.Implementation;

/// One function, as declared.
final class RecordedFunction implements FunctionBuilder {
  /// An announcement made with [FunctionBuilder#announces].
  record Announcement(EventKind event, List<Subject> subjects) {}

  /// An invocation made with [FunctionBuilder#invokes].
  record Invoked(Parameter callback, Invocation invocation) {}

  final String name;
  final List<Parameter> parameters = new ArrayList<>();
  final List<Requirement> requirements = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  final List<Result> results = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  final List<Announcement> announcements = new ArrayList<>();
  final List<Invoked> invocations = new ArrayList<>();
  final List<SectionKind> sections = new ArrayList<>();
  String prototype = "";
  String documentation = "";

  RecordedFunction(String name) {
    this.name = name;
  }

  @Override
  public Parameter parameter(String parameterName, Parameter.Kind kind) {
    var parameter = new Parameter(parameterName, parameters.size(), kind);
    parameters.add(parameter);
    return parameter;
  }

  @Override
  public FunctionBuilder requires(Rule rule, Condition condition) {
    requirements.add(new Requirement(rule, List.of(condition)));
    return this;
  }

  @Override
  public FunctionBuilder effects(Effect... more) {
    effects.addAll(List.of(more));
    return this;
  }

  @Override
  public FunctionBuilder invokes(Parameter callback, Invocation invocation) {
    invocations.add(new Invoked(callback, invocation));
    return this;
  }

  @Override
  public FunctionBuilder returns(Result result) {
    results.add(result);
    return this;
  }

  @Override
  public FunctionBuilder outcome(Outcome outcome) {
    outcomes.add(outcome);
    return this;
  }

  @Override
  public FunctionBuilder announces(EventKind event, Subject... subjects) {
    announcements.add(new Announcement(event, List.of(subjects)));
    return this;
  }

  @Override
  public FunctionBuilder allowedIn(SectionKind... more) {
    sections.addAll(List.of(more));
    return this;
  }

  @Override
  public FunctionBuilder callableFrom(String... programKinds) {
    return this;
  }

  @Override
  public FunctionBuilder gplOnly() {
    return this;
  }

  @Override
  public FunctionBuilder takesPackets() {
    return this;
  }

  @Override
  public FunctionBuilder sleeps() {
    return this;
  }

  @Override
  public FunctionBuilder prototype(String c) {
    prototype = c;
    return this;
  }

  @Override
  public FunctionBuilder documentation(String markdown) {
    documentation = markdown;
    return this;
  }

  @Override
  public FunctionBuilder runs(Implementation implementation) {
    return this;
  }
}
