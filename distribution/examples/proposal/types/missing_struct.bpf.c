#include "proposal_example.h"

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __value(struct, nobody, node);
};

SEC("tc") __failure __rule("layout.invalid")
__msg("head: the tag 'struct:nobody:node' names struct nobody, which this program does not have")
__description("which struct?")
int missing_struct(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
