/// Reads relocatable ELF64 little-endian objects.
@NullMarked
package mortise.object.elf;

import org.jspecify.annotations.NullMarked;
