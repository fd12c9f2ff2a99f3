/// Tests of the whole product.
@NullMarked
package mortise.tests;

import org.jspecify.annotations.NullMarked;
