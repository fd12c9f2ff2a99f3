/* a pointer that owns nothing two in an array, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct plain __kptr_untrusted *field[2];
};

SEC("tc")
int untrusted_pointer_in_array(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
