#include "proposal_example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

/* two levels: a twig owns leaves */
struct twig {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head leaves __value(struct, leaf, node);
	struct bpf_list_head more[2] __value(struct, leaf, node);
};

/* and a map value owns twigs */
struct trunk {
	struct bpf_spin_lock lock;
	struct bpf_list_head twigs __value(struct, twig, node);
};

#define KNOWN(type) private(types) struct type *known_##type
KNOWN(leaf);
KNOWN(twig);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct trunk);
} trunks SEC(".maps");

SEC("tc") __success __retval(0)
__description("map value, twig, leaf")
int two_levels(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct trunk *trunk = bpf_map_lookup_elem(&trunks, &key);
	struct twig *twig = new(struct twig);

	if (!twig)
		return 0;
	bpf_spin_lock_init(&twig->lock);
	bpf_list_node_init(&twig->node);
	bpf_list_head_init(&twig->leaves);
	bpf_list_head_init(&twig->more[0]);
	bpf_list_head_init(&twig->more[1]);
	if (!trunk) {
		bpf_list_head_fini(&twig->leaves, NULL, NULL);
		bpf_list_head_fini(&twig->more[0], NULL, NULL);
		bpf_list_head_fini(&twig->more[1], NULL, NULL);
		bpf_list_node_fini(&twig->node);
		bpf_kptr_free(twig);
		return 0;
	}
	bpf_spin_lock(&trunk->lock);
	bpf_list_add(&twig->node, &trunk->twigs);
	bpf_spin_unlock(&trunk->lock);
	return 0;
}

/* a lock beside a container, and one for the node */
struct both {
	struct bpf_spin_lock lock;
	struct bpf_list_head leaves __value(struct, leaf, node);
	struct bpf_spin_lock node_lock __node_lock;
	struct bpf_list_node node;
};

SEC("tc") __success __retval(0)
__description("two locks, one of them for the node")
int one_lock_each(struct __sk_buff *skb)
{
	struct both *both = new(struct both);

	if (both)
		bpf_kptr_free(both);
	return 0;
}

LICENSE("GPL");
