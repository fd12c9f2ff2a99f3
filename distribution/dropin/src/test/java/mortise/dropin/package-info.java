/// Plugins that are built without this source tree, and what happens where they are dropped.
@NullMarked
package mortise.dropin;

import org.jspecify.annotations.NullMarked;
