/// Nodes that remember their container.
@NullMarked
package mortise.plugin.owner;

import org.jspecify.annotations.NullMarked;
