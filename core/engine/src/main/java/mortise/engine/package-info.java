/// The one door.
@Export
@Version("0.1.0")
@NullMarked
package mortise.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
