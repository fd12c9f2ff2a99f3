/// Programs of an example on many threads for some seconds: how many runs a second, and that what
/// went in came out or is still there. A new one is a [Scenario][mortise.bench.load.Scenario] in
/// [Scenarios][mortise.bench.load.Scenarios].
@NullMarked
package mortise.bench.load;

import org.jspecify.annotations.NullMarked;
