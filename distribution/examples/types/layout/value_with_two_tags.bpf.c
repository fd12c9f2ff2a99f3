/* the map has no valid field */
#include "layout.h"

struct subject {
	struct plain __kptr __kptr_untrusted *field;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct subject);
} subjects SEC(".maps");

SEC("tc")
int value_with_two_tags(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct subject *at;

	USE(struct leaf);
	USE(struct plain);
	at = bpf_map_lookup_elem(&subjects, &key);
	if (!at)
		return 0;
	struct plain *held = bpf_kptr_xchg(&at->field, NULL);
	if (held)
		bpf_obj_drop(held);
	return 0;
}

LICENSE("GPL");
