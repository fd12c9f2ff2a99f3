/// What a program is.
@Export
@Version("0.1.0")
@NullMarked
package mortise.object;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
