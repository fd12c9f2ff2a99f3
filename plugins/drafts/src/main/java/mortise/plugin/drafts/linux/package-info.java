/// The ownership families of the linux semantics, declared and not yet run.
@NullMarked
package mortise.plugin.drafts.linux;

import org.jspecify.annotations.NullMarked;
