/// Helpers as a table: what they take and give, without a runtime half.
@NullMarked
package mortise.plugin.prototype;

import org.jspecify.annotations.NullMarked;
