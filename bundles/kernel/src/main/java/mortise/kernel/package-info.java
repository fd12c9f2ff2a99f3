/// The running kernel's verifier, asked through `bpf(2)`: programs are loaded and never attached.
///
/// [RunningKernel] is the door. What libbpf would do to an object before the kernel sees it happens
/// here: types, maps, kernel functions, relocations.
@Export
@Version("0.1.0")
@NullMarked
package mortise.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
