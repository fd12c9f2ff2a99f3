/// What a test puts into a framework as a bundle of its own.
@NullMarked
package mortise.dropin.probe;

import org.jspecify.annotations.NullMarked;
