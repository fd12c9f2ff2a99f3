/* Programs that meet on one list from several CPUs; mortise explore runs them in every order. */
#include "example.h"

struct item {
	__u64 number;
	struct bpf_list_node node;
};

struct shelf {
	struct bpf_spin_lock lock;
	__u32 length;
	struct bpf_list_head items __contains(item, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct shelf);
} shelves SEC(".maps");

/* not under any lock: whoever comes second may miss what the first did */
static __u64 seen;

SEC("tc") __success __retval(0) __description("one more at the end")
int add(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct shelf *shelf = bpf_map_lookup_elem(&shelves, &key);
	struct item *item;

	if (!shelf)
		return -ENOENT;
	item = bpf_obj_new(struct item);
	if (!item)
		return -ENOMEM;
	item->number = 7;
	bpf_spin_lock(&shelf->lock);
	bpf_list_push_back(&shelf->items, &item->node);
	shelf->length++;
	bpf_spin_unlock(&shelf->lock);
	return 0;
}

SEC("tc") __success __retval(-1) __description("the first, if there is one: its number")
int pop(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct shelf *shelf = bpf_map_lookup_elem(&shelves, &key);
	struct bpf_list_node *node;
	struct item *item;
	int number;

	if (!shelf)
		return -ENOENT;
	bpf_spin_lock(&shelf->lock);
	node = bpf_list_pop_front(&shelf->items);
	if (node)
		shelf->length--;
	bpf_spin_unlock(&shelf->lock);
	if (!node)
		return -1;
	item = container_of(node, struct item, node);
	number = item->number;
	bpf_obj_drop(item);
	return number;
}

SEC("tc") __success __retval(1) __description("an update that another CPU's may undo")
int count(struct __sk_buff *skb)
{
	return ++*(volatile __u64 *)&seen;
}

SEC("tc") __success __retval(1) __description("an update that no other undoes")
int count_atomically(struct __sk_buff *skb)
{
	return __sync_fetch_and_add(&seen, 1) + 1;
}

LICENSE("GPL");
