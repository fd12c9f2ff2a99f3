/* a pointer twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct plain __kptr *field;
	struct plain __kptr *second;
};

SEC("tc")
int pointer_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
