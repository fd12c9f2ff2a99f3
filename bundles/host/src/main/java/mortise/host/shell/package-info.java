/// The commands of the shell. Exported because Gogo calls them by reflection.
@NullMarked
package mortise.host.shell;

import org.jspecify.annotations.NullMarked;
