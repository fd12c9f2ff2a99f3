@NullMarked
package mortise.plugin.allocator;

import org.jspecify.annotations.NullMarked;
