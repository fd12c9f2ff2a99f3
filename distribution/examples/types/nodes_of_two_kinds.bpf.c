/* An object that can be on a list and in a tree needs a count of its owners. */
#include "example.h"
#include "rbtree.h"

struct item {
	__u64 key;
	struct bpf_list_node on_list;
	struct bpf_rb_node in_tree;
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("refcount.nodes-of-two-kinds")
int allocate(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (item)
		bpf_obj_drop(item);
	return 0;
}

LICENSE("GPL");
