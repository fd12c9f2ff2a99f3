/// A semantics put together: what the families declared, validated and made ready for lookup.
@Export(attribute = {"mortise=core", "mandatory:=mortise"})
@Version("0.1.0")
@NullMarked
package mortise.verifier.rulebook;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
