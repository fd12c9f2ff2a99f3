#include "proposal_example.h"

struct box {
	__u64 key;
	union {
		struct bpf_list_node node;
		struct bpf_refcount ref;
	};
};

SEC("tc") __failure __rule("layout.invalid")
__msg("in a union")
__description("two fields in one place")
int overlapping(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
