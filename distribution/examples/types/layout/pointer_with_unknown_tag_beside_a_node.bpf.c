/* an error beside another field */
#include "layout.h"

struct subject {
	struct bpf_list_node node;
	struct plain __attribute__((btf_type_tag("nobody"))) *field;
};

SEC("tc")
int pointer_with_unknown_tag_beside_a_node(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
