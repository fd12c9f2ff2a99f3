/* without types it is a map as any other */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct subject);
} subjects SEC(".maps");

SEC("tc")
int percpu_array_with_unused_lock(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct subject *at;

	USE(struct leaf);
	USE(struct plain);
	at = bpf_map_lookup_elem(&subjects, &key);
	if (!at)
		return 0;
	return 1;
	return 0;
}

LICENSE("GPL");
