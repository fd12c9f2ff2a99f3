/* an error beside another field */
#include "layout.h"

struct subject {
	struct bpf_list_node node;
	struct plain __kptr __kptr_untrusted *field;
};

SEC("tc")
int pointer_with_two_tags_beside_a_node(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
