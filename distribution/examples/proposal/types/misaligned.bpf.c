#include "proposal_example.h"

struct box {
	__u32 key;
	struct bpf_list_node node;
} __attribute__((packed));

SEC("tc") __failure __rule("layout.invalid")
__msg("node: bpf_list_node at offset 4 is not aligned to 8 bytes")
__description("functions load and store whole words")
int misaligned(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
