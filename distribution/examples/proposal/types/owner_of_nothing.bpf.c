#include "proposal_example.h"

struct box {
	__u64 key;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(knot);
};

SEC("tc") __failure __rule("layout.invalid")
__msg("owner: the tag 'owner:knot' names member knot, which its type does not have")
__description("whose owner?")
int owner_of_nothing(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
