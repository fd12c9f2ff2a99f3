#include "proposal_example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
};

struct purse {
	struct item __kptr *item;
};

struct coat {
	struct purse __kptr *purse;
};
#define KNOWN(type) private(types) struct type *known_##type
KNOWN(item);
KNOWN(purse);

SEC("tc") __failure __rule("allocator.ownership-depth")
__msg("coat.purse -> purse.item -> item")
__description("pointers own as well")
int too_deep_by_pointer(struct __sk_buff *skb)
{
	struct coat *object = new(struct coat);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
