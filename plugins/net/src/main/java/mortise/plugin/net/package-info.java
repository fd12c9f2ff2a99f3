/// Packets and contexts.
@NullMarked
package mortise.plugin.net;

import org.jspecify.annotations.NullMarked;
