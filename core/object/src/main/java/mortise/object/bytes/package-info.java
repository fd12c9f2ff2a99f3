/// Checked reading of little-endian bytes.
@NullMarked
package mortise.object.bytes;

import org.jspecify.annotations.NullMarked;
