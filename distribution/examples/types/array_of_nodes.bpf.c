#include "example.h"

struct box {
	struct bpf_list_node node;
	struct bpf_list_node nodes[2];
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.field-in-array")
__description("nodes do not come in arrays")
int array_of_nodes(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	if (box)
		bpf_obj_drop(box);
	return 0;
}

LICENSE("GPL");
