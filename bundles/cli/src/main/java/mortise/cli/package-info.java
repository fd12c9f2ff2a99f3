/// The commands, and the one place where they meet the engine: [EngineGateway].
@NullMarked
package mortise.cli;

import org.jspecify.annotations.NullMarked;
