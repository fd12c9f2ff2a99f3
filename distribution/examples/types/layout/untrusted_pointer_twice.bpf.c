/* a pointer that owns nothing twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct plain __kptr_untrusted *field;
	struct plain __kptr_untrusted *second;
};

SEC("tc")
int untrusted_pointer_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
