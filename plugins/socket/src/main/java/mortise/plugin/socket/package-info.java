/// Sockets: what programs see of them, who may get one from where, and how references are given
/// back. Programs that use them are judged, not run.
@NullMarked
package mortise.plugin.socket;

import org.jspecify.annotations.NullMarked;
