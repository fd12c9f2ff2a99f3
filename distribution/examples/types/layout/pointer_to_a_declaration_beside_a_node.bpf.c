/* a struct that is only declared */
#include "layout.h"

struct declared;

struct subject {
	struct bpf_list_node node;
	struct declared __kptr *field;
};

SEC("tc")
int pointer_to_a_declaration_beside_a_node(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
