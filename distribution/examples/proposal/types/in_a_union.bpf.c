#include "proposal_example.h"

struct box {
	__u64 key;
	union {
		struct bpf_list_node node;
		__u64 words[2];
	};
};

SEC("tc") __failure __rule("layout.invalid")
__msg("bpf_list_node in a union")
__description("the other member would write into it")
int in_a_union(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
