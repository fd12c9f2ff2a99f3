/// Programs that carry their expectations, as JUnit tests.
@Export
@Version("0.1.0")
@NullMarked
package mortise.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
