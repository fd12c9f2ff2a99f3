/// What is known at one point of one path: registers, stack, obligations, sections, facets.
///
/// Values are immutable and shared; a state is arrays of references to them.
@Export(attribute = {"mortise=core", "mandatory:=mortise"})
@Version("0.1.0")
@NullMarked
package mortise.verifier.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
