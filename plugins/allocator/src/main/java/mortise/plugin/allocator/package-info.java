/// Objects of the program's own types.
@NullMarked
package mortise.plugin.allocator;

import org.jspecify.annotations.NullMarked;
