@NullMarked
package mortise.plugin.iterator;

import org.jspecify.annotations.NullMarked;
