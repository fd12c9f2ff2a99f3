/// The rules that hold in every semantics, because they are about instructions, memory, calls and
/// what is owed: a constant each, grouped by what they protect. Messages are the kernel's (6.18).
@Export(attribute = {"mortise=core", "mandatory:=mortise"})
@Version("0.1.0")
@NullMarked
package mortise.verifier.rules;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
