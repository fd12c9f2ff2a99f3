/// What families that switch interrupts off may name.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.interrupt.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
