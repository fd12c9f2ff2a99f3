package mortise.kernel;

/// What a program is loaded for, in two numbers of `bpf_attr`.
///
/// @param type `expected_attach_type`
/// @param target `attach_btf_id`, 0 for none
record Attachment(int type, int target) {
  static final Attachment NONE = new Attachment(0, 0);
}
