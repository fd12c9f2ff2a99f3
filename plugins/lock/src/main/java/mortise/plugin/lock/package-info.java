/// Spin locks.
@NullMarked
package mortise.plugin.lock;

import org.jspecify.annotations.NullMarked;
