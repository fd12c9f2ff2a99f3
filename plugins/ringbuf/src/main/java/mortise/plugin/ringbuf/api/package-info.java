/// What families may name that put records into ring buffers, or take samples out.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.ringbuf.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
