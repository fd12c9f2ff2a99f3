/// Intrusive doubly linked lists.
@NullMarked
package mortise.plugin.list;

import org.jspecify.annotations.NullMarked;
