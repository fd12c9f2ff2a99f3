/*
 * What generated programs borrow: program types, maps, types and functions. The instructions of the
 * programs are replaced; each names whatever shall be there.
 */
#include "example.h"

struct item {
	__u64 number;
	__u64 more[3];
	struct bpf_list_node node;
};

/* a list and numbers under one lock */
struct guarded {
	struct bpf_spin_lock lock;
	__u32 flags;
	struct bpf_list_head head __contains(item, node);
	__u64 numbers[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64[8]);
} array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u64);
	__type(value, __u64[6]);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

private(list) struct bpf_spin_lock lock;
private(list) struct bpf_list_head head __contains(item, node);

/* never run as it is: what it names is what generated programs may name */
static __always_inline int everything(void)
{
	__u64 key = 0;
	struct guarded *guard;
	struct bpf_list_node *node;
	struct item *item;

	bpf_map_lookup_elem(&hash, &key);
	bpf_map_lookup_elem(&array, &key);
	guard = bpf_map_lookup_elem(&guarded, &key);
	item = bpf_obj_new(struct item);
	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&head, &item->node);
	node = bpf_list_pop_front(&head);
	if (node)
		bpf_list_push_back(&head, node);
	node = bpf_list_front(&head);
	node = bpf_list_back(&head);
	node = bpf_list_pop_back(&head);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return guard ? guard->flags & 1 : 0;
}

SEC("tc")
int classifier(struct __sk_buff *skb)
{
	return everything();
}

SEC("xdp")
int driver(struct xdp_md *ctx)
{
	return everything();
}

LICENSE("GPL");
