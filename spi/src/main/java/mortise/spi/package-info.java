/// The contract between the engine and helper families.
@Export
@Version("0.1.0")
@NullMarked
package mortise.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
