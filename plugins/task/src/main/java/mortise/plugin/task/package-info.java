/// Objects of the kernel's: tasks, cgroups, CPU masks, and what pointers to them are worth.
@NullMarked
package mortise.plugin.task;

import org.jspecify.annotations.NullMarked;
