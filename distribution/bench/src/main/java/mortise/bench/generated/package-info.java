/// What the shipped families add to generated programs, and a command that generates many.
@NullMarked
package mortise.bench.generated;

import org.jspecify.annotations.NullMarked;
