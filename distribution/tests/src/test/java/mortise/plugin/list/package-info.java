@NullMarked
package mortise.plugin.list;

import org.jspecify.annotations.NullMarked;
