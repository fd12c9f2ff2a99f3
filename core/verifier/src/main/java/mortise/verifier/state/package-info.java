/// What is known at one point of one path: registers, stack, obligations, sections, facets.
///
/// Values are immutable and shared; a state is arrays of references to them.
@NullMarked
package mortise.verifier.state;

import org.jspecify.annotations.NullMarked;
