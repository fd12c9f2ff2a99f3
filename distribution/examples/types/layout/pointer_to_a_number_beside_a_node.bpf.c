/* an error beside another field */
#include "layout.h"

struct subject {
	struct bpf_list_node node;
	__u64 __kptr *field;
};

SEC("tc")
int pointer_to_a_number_beside_a_node(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
