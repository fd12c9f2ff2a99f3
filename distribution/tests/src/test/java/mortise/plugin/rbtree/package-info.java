@NullMarked
package mortise.plugin.rbtree;

import org.jspecify.annotations.NullMarked;
