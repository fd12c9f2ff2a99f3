/// What families may name that have to do with packets.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.net.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
