/// The runtime half of a family: what a function may do to memory, and how it is called.
@Export
@Version("0.1.0")
@NullMarked
package mortise.spi.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
