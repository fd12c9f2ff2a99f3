/// The special fields of types: which there are, where, and whether they may stand there.
@NullMarked
package mortise.verifier.layout;

import org.jspecify.annotations.NullMarked;
