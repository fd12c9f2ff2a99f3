/// Maps.
@NullMarked
package mortise.plugin.map;

import org.jspecify.annotations.NullMarked;
