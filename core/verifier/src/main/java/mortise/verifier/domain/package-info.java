/// Scalars as sets of values: known bits ([Tnum]) and signed and unsigned bounds of the register
/// and of its lower half ([ScalarRange]).
///
/// A [ScalarRange] describes a set of register contents that contains every value the register can
/// hold. Arithmetic ([AluOperation], the casts of [ScalarRange]) maps sets to sets; a comparison
/// ([Comparison]) is decided from two sets, or, when it is not, makes both smaller in either
/// branch. An empty set ([ScalarRange#EMPTY]) means that the point cannot be reached.
///
/// All of it is written for any power-of-two register width from 4 to 64, so that tests can try
/// every value at small widths; the public methods are the 64-bit case, with 32-bit operations as
/// "half".
@Export(attribute = {"mortise=core", "mandatory:=mortise"})
@Version("0.1.0")
@NullMarked
package mortise.verifier.domain;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
