/// Small wrong turns in right programs: what a verifier is good for is that it notices them.
@Export
@Version("0.1.0")
@NullMarked
package mortise.kernel.mutants;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
