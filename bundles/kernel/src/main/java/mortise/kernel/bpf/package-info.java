/// `bpf(2)` itself: system calls, attributes, errors.
@NullMarked
package mortise.kernel.bpf;

import org.jspecify.annotations.NullMarked;
