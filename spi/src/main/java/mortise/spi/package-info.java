/// The contract between the engine and helper families, and all that the author of one sees.
///
/// # Writing a helper family
///
/// A *helper family* is a set of functions and special fields that belong together: locks, lists,
/// an allocator. A plugin brings both halves of it: the **type rules**, by which programs are
/// verified, and the **runtime halves**, by which they run. Nothing in the engine knows your
/// family; what you declare here is all there is.
///
/// ## 1. The plugin
///
/// A module that offers a [HelperFamily]:
///
/// ```java
/// module example.counter {
///   requires mortise.spi;
///   provides mortise.spi.HelperFamily with example.counter.CounterFamily;
/// }
/// ```
///
/// That line is the registration: on the module path, in a `plugins` folder and under OSGi alike.
/// [FamilyInfo] says which family it is, for which semantics, in which version, and which versions
/// of this contract it was written for. The contract is 0.x: name a range like `[0.1,0.2)`.
///
/// ## 2. Declaring
///
/// [HelperFamily#declare] puts data into [Declarations]; no code of yours runs while programs are
/// verified, except in the one escape hatch, [Condition#check].
///
/// ```java
/// public void declare(Declarations in) {
///   in.field(COUNTER);
///   var add = in.function("mx_counter_add").prototype("long mx_counter_add(struct mx_counter *c, long by)");
///   var counter = add.pointer("counter");
///   add.requires(NOT_A_COUNTER, counter.pointsTo(Target.MAP_VALUE, Target.OBJECT))
///      .requires(NOT_A_COUNTER, counter.isField(COUNTER));
///   var by = add.scalar("by");
///   add.returns(Result.scalar())
///      .runs(call -> call.machine().getAndAdd(call.argument(0), 8, call.argument(1)));
/// }
/// ```
///
/// **Order is part of the contract**, because messages are: a call is checked for whether it may be
/// made here, then parameter by parameter and requirement by requirement in the order in which you
/// declare them, then what subscribers of your events require. Effects happen after all
/// requirements hold, in the order declared; then R0 gets its value.
///
/// ## 3. The notions
///
/// | notion | what it is | here |
/// | --- | --- | --- |
/// | identity | what a pointer points to, apart from who owes it | [Result], [Condition], [Result#childOf] |
/// | obligation | what the program owes: acquired, settled by the end | [Result#acquired], [Effect#release], [Effect#giveAway], [Effect#owe] |
/// | facet | an immutable value of yours on an identity, an obligation or a field | [Facet], [Effect#set], [Subject#is] |
/// | section | a region entered and left | [SectionKind], [Effect#enter], [Effect#leave], [Declarations#ending] |
/// | qualifier | what you say of a pointer, not of the thing | [Qualifier] |
/// | outcome | one of several answers; the state forks | [Outcome] |
/// | invocation | calling back into the program | [Invocation] |
/// | slot object | a typed object in stack slots | [SlotKind] |
/// | access rule | what loads and stores of a field mean | [Access] |
/// | host type | a struct that the host brings; what loads of its members give | [HostType], [Declarations#walk], [Parameter.Host], [HostArguments] |
/// | view | an object of the host's as numbers at fixed places | [HostView], [Result#view], [Parameter.View], [ContextField#pointer], [MapKind.Held] |
/// | event | where families meet | [EventKind], [FunctionBuilder#announces], [Declarations#on] |
///
/// If your family cannot be written with these, the notion is wrong: tell us.
///
/// ## 4. Rules
///
/// Every requirement names the [Rule] that a program breaks: a stable id (`list.lock-not-held`), a
/// message, a suggestion, a page of documentation, and the source. `mortise explain` prints it, and
/// a test can switch it off to see that something needs it. Give each rule a program that it alone
/// rejects. Rules that mean the same in every family are in [StandardRules].
///
/// ## 5. Special fields
///
/// A [FieldKind] is a member type that programs embed and reach only through your functions. Say
/// where it may stand, what guards it, which declaration tag it carries, and how it comes to be and
/// goes ([mortise.spi.runtime.FieldLifecycle]). Layout rules between fields are
/// [LayoutConstraint]s. A kind may be a [sort][FieldKind.Builder#sortOf] of general ones (any node,
/// any lock): families speak of those where they mean the fields of families that they do not know.
///
/// ## 6. Meeting other families
///
/// Do not call other families; subscribe to what they announce. A module that defines events
/// exports an `api` package with them; your subscription adds requirements, effects and runtime
/// listeners to every function that announces the event, whoever declares it. An event's
/// [roles][EventKind.Role] are the subjects that your conditions and effects speak of. While
/// programs run, the runtime half of the function that announces an event says when it happens
/// ([mortise.spi.runtime.Machine#before], [mortise.spi.runtime.Machine#after]), under the lock that
/// guards what changes.
///
/// ## 7. The runtime half
///
/// [mortise.spi.runtime.Implementation] gets a [mortise.spi.runtime.Call]: arguments as numbers,
/// and a [mortise.spi.runtime.Machine] that reads and writes memory by address, allocates and frees
/// objects, and waits. Every access is checked: a mistake ends the run with a
/// [mortise.spi.runtime.MemoryFault], never the JVM. Programs run on many threads at once; use the
/// machine's atomics, and [mortise.spi.runtime.Machine#await] instead of spinning.
///
/// Something that others may still look at must not go before they have ceased to: put it off with
/// [mortise.spi.runtime.Machine#afterGracePeriod].
///
/// In tests your runtime halves are held against a second account of memory, which knows nothing of
/// your code. Tell it in data what they should do: how your fields lie in memory
/// ([FieldKind.Builder#shaped], [Shape]), and where functions put things and take them from
/// ([FunctionBuilder#moves], [Movement]). Who owes what, and which sections are open, it takes from
/// your effects and results.
///
/// ## 8. Trying it
///
/// Put the jar into the `plugins` folder of a distribution, or name it with `--plugin`; compile a
/// program against `mortise headers` and run `mortise check`. The testkit runs programs against the
/// expectations in their declaration tags from JUnit.
///
/// # Compatibility
///
/// Types that authors implement or receive are not enums and grow by default methods; records that
/// authors only build through factories may gain components in a minor version.
@Export
@Version("0.1.0")
@NullMarked
package mortise.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
