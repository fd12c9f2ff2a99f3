/// The types of a program: BTF, the BPF type format.
@Export
@Version("0.1.0")
@NullMarked
package mortise.object.btf;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
