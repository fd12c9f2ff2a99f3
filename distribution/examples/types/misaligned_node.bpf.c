#include "example.h"

struct box {
	char c;
	struct bpf_list_node node;
} __attribute__((packed));

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.field-misaligned")
__description("a node lies at a multiple of 8")
int misaligned_node(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	if (box)
		bpf_obj_drop(box);
	return 0;
}

LICENSE("GPL");
