/// What mainline's collections have in common: what they ask of a container and of a node, and the
/// owner word of a node.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.ownership.linux;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
