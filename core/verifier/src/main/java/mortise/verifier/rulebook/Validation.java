package mortise.verifier.rulebook;

import java.util.List;

/// Whether what families declare makes sense.
final class Validation {
  private final List<FamilyDraft> drafts;

  Validation(List<FamilyDraft> drafts) {
    this.drafts = drafts;
  }

  void check() {
    if (drafts.isEmpty()) {
      return;
    }
  }
}
