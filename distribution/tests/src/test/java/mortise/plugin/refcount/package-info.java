@NullMarked
package mortise.plugin.refcount;

import org.jspecify.annotations.NullMarked;
