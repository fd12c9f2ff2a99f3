/// Programs that end before their time.
@NullMarked
package mortise.plugin.exception;

import org.jspecify.annotations.NullMarked;
