@NullMarked
package mortise.plugin.callback;

import org.jspecify.annotations.NullMarked;
