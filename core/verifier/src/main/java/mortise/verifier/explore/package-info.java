/// Exploring a program path by path: what each instruction does to a state, where paths may be cut
/// because a state covers them, and what is wrong when a rule is broken.
@NullMarked
package mortise.verifier.explore;

import org.jspecify.annotations.NullMarked;
