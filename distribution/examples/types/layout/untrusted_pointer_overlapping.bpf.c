/* a pointer that owns nothing in one place with another, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	union {
		struct plain __kptr_untrusted *field;
		struct bpf_spin_lock other;
	};
};

SEC("tc")
int untrusted_pointer_overlapping(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
