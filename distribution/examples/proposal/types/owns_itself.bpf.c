#include "proposal_example.h"

struct foo {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __value(struct, foo, node);
};

SEC("tc") __failure __rule("allocator.ownership-depth")
__msg("foo.head -> foo")
__description("a circle of one")
int owns_itself(struct __sk_buff *skb)
{
	struct foo *object = new(struct foo);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
