/// A semantics put together: what the families declared, validated and made ready for lookup.
@NullMarked
package mortise.verifier.rulebook;

import org.jspecify.annotations.NullMarked;
