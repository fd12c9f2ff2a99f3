#include "example.h"

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(box, node);
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.ownership-cycle")
__description("an object that owns its own kind would never end")
int list_of_itself(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	if (box)
		bpf_obj_drop(box);
	return 0;
}

LICENSE("GPL");
