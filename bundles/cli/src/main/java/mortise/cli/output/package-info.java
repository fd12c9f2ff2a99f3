/// How results are chosen, ordered and printed: a table for people, six formats for tools.
@NullMarked
package mortise.cli.output;

import org.jspecify.annotations.NullMarked;
