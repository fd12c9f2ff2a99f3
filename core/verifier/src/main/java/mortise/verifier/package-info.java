/// What a program may do.
@Export
@Version("0.1.0")
@NullMarked
package mortise.verifier;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
