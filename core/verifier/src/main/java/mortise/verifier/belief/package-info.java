/// What exploration believed at each instruction, kept so that runs can be held against it.
@Export(attribute = {"mortise=core", "mandatory:=mortise"})
@Version("0.1.0")
@NullMarked
package mortise.verifier.belief;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
