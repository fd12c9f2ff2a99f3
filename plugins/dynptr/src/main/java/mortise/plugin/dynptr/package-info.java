/// Dynptrs: memory whose size is known only while the program runs.
@NullMarked
package mortise.plugin.dynptr;

import org.jspecify.annotations.NullMarked;
