#include "proposal_example.h"

struct bar;

struct foo {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __value(struct, bar, node);
};

struct bar {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head children __value(struct, foo, node);
};
#define KNOWN(type) private(types) struct type *known_##type
KNOWN(bar);

SEC("tc") __failure __rule("allocator.ownership-depth")
__msg("foo.head -> bar.children -> foo")
__description("nobody could end a circle of owners")
int cycle(struct __sk_buff *skb)
{
	struct foo *object = new(struct foo);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
