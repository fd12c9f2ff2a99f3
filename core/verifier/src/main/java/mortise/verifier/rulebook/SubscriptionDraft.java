package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.FamilyInfo;
import mortise.spi.Rule;
import mortise.spi.Subscription;
import mortise.spi.runtime.EventListener;

/// Collects what a family adds to an event of others.
record SubscriptionDraft(
    FamilyInfo family,
    EventKind event,
    List<Step.Demand> demands,
    List<Effect> effectList,
    List<EventListener> beforeListeners,
    List<EventListener> afterListeners)
    implements Subscription {
  SubscriptionDraft(FamilyInfo family, EventKind event) {
    this(family, event, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public Subscription requires(Rule rule, Condition condition) {
    demands.add(new Step.Demand(rule, condition, Map.of()));
    return this;
  }

  @Override
  public Subscription effects(Effect... values) {
    effectList.addAll(List.of(values));
    return this;
  }

  @Override
  public Subscription before(EventListener listener) {
    beforeListeners.add(listener);
    return this;
  }

  @Override
  public Subscription after(EventListener listener) {
    afterListeners.add(listener);
    return this;
  }
}
