@NullMarked
package mortise.plugin.ownership.proposal;

import org.jspecify.annotations.NullMarked;
