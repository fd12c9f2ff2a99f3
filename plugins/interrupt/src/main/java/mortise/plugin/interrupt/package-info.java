/// Interrupts and preemption switched off.
@NullMarked
package mortise.plugin.interrupt;

import org.jspecify.annotations.NullMarked;
