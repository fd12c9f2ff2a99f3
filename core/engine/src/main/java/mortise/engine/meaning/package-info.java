/// What calls are meant to do at run time, as far as functions declare it.
@NullMarked
package mortise.engine.meaning;

import org.jspecify.annotations.NullMarked;
