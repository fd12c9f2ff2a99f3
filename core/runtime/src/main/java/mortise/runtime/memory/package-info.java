/// A machine's memory: one address space, every access checked.
///
/// An address is a region's number in the upper half and an offset in the lower. Every allocation
/// is a region of its own, so what lies beyond it, before it or in its past is never somebody
/// else's.
@NullMarked
package mortise.runtime.memory;

import org.jspecify.annotations.NullMarked;
