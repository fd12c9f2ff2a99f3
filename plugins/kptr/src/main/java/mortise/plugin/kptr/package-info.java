/// Pointers kept in maps and objects.
@NullMarked
package mortise.plugin.kptr;

import org.jspecify.annotations.NullMarked;
