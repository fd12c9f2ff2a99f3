/// Ring buffers: records that programs write for user space.
@NullMarked
package mortise.plugin.ringbuf;

import org.jspecify.annotations.NullMarked;
