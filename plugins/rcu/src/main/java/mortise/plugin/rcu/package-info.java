/// Read sections, and ends after a grace period.
@NullMarked
package mortise.plugin.rcu;

import org.jspecify.annotations.NullMarked;
