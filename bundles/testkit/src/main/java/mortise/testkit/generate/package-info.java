/// Generated programs: seeded, structured, biased to what verifiers get wrong.
///
/// A [Generator] makes a tree of [Statement]s, whose instructions replace those of a [Template]
/// program of some object file, and so find its maps, types and kernel functions. It knows scalars,
/// branches, loops, the stack, memory in general and subprograms; what a family adds, a
/// [StatementSource] brings. A [Checker] verifies a program and, if it is accepted, runs it checked
/// on many inputs; a [Campaign] does so for many seeds. What fails is made small by a [Minimiser]
/// and saved as a [SavedCase], a text file that a test replays.
@Export
@Version("0.1.0")
@NullMarked
package mortise.testkit.generate;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
