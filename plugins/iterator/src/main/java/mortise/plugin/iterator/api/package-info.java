/// What families with iterators of their own may name: the protocol, and its rules.
@Export
@Version("0.1.0")
@NullMarked
package mortise.plugin.iterator.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
