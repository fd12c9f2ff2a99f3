/// The events in which collections, allocators and their subscribers meet.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.ownership.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
