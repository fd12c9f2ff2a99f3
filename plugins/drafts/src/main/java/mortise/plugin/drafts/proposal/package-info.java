/// The ownership families of the proposal semantics, declared and not yet run.
@NullMarked
package mortise.plugin.drafts.proposal;

import org.jspecify.annotations.NullMarked;
