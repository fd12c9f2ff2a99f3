/// Runs held against what the verifier believed, instruction by instruction.
@NullMarked
package mortise.engine.checked;

import org.jspecify.annotations.NullMarked;
