/// What the families of the proposal semantics have in common: facts, events, sections, and how
/// collections and constructors are declared.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.ownership.proposal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
