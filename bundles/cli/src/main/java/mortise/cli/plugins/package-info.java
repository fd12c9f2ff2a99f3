/// Finding helper families in jars that are not on the boot module path.
@NullMarked
package mortise.cli.plugins;

import org.jspecify.annotations.NullMarked;
