package mortise.spi;

/// How a special field lies in memory, in general terms, for whoever holds what runtime halves do
/// against what they should have done. Offsets are in bytes from the start of the field; a link is
/// the address of another field, 8 bytes.
public sealed interface Shape {
  /// Stands for an offset where there is nothing of the sort.
  int ABSENT = -1;

  /// A container: a ring through this field and the nodes. An empty one leads to itself both ways,
  /// or is all zeros.
  record Ring(int next, int previous) implements Shape {}

  /// A node of a [Ring]. `owner`, if there is one, is the container's address while the node is
  /// linked, and 0 otherwise.
  record RingNode(int next, int previous, int owner) implements Shape {}

  /// A container: a binary search tree. `root` leads to the node on top, 0 if there is none.
  record Tree(int root) implements Shape {}

  /// A node of a [Tree]: links to its children (0 for none) and to its parent (0 on top), whose
  /// three lowest bits are the family's own. `owner` as in [RingNode].
  record TreeNode(int left, int right, int parent, int owner) implements Shape {}

  /// A container: `count` words from `first` on, each of which leads to the first node of a chain,
  /// 0 for none.
  record Chains(int first, int count) implements Shape {}

  /// A node of [Chains]: `next` leads to the one after it, 0 for none. `owner` as in [RingNode].
  record ChainNode(int next, int owner) implements Shape {}

  /// Beside a node of the same object, the one that the field's tag names: the address of the
  /// container that the node is linked into; while it is not, 0, or a number up to `highest` that
  /// says that some run, not over yet, has reserved the node.
  record Owner(int offset, long highest) implements Shape {}

  /// How many references there are to the object with the field: `size` bytes, unsigned. 0 may also
  /// stand for a single one that is about to go; numbers from the greatest signed one on stand for
  /// too many to count.
  record Count(int offset, int size) implements Shape {}

  /// A word of `size` bytes that is `free` while nobody is in the section whose token the field is,
  /// and something else while somebody is; never two at once.
  record Lock(int offset, int size, long free) implements Shape {}

  /// A pointer that owns what it points to; 0 for nothing. It changes in one atomic step.
  record Pointer(int offset) implements Shape {}
}
