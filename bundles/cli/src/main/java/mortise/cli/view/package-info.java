/// What the commands show, apart from how it is found and how it is printed.
@NullMarked
package mortise.cli.view;

import org.jspecify.annotations.NullMarked;
