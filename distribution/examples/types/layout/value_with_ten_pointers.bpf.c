/* a lock and ten pointers */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct plain __kptr *fields[10];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct subject);
} subjects SEC(".maps");

SEC("tc")
int value_with_ten_pointers(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct subject *at;

	USE(struct leaf);
	USE(struct plain);
	at = bpf_map_lookup_elem(&subjects, &key);
	if (!at)
		return 0;
	bpf_spin_lock(&at->lock);
	bpf_spin_unlock(&at->lock);
	return 0;
}

LICENSE("GPL");
