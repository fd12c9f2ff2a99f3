/// Apache Felix as the house of helper families that are added, replaced and removed while it runs.
///
/// Only the SPI is shared with the plugins: the core stays outside of the framework.
@NullMarked
package mortise.host;

import org.jspecify.annotations.NullMarked;
