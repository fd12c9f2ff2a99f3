/// The special fields of types: which there are, where, and whether they may stand there.
@Export(attribute = {"mortise=core", "mandatory:=mortise"})
@Version("0.1.0")
@NullMarked
package mortise.verifier.layout;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
