/// Two semantics side by side: the same programs under both, and the rules themselves.
@Export
@Version("0.1.0")
@NullMarked
package mortise.engine.compare;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
