/// Benchmarks. [Main][mortise.bench.Main] runs them and prints the peer's figures beside ours.
@NullMarked
package mortise.bench;

import org.jspecify.annotations.NullMarked;
