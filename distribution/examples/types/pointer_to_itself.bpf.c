#include "example.h"

struct link {
	__u64 key;
	struct link __kptr *next;
};

SEC("tc") __failure __under("kernel=7.2") __rule("layout.ownership")
__msg("types own each other in a circle: link.next -> link")
__description("a chain of pointers to its own kind: 6.18 does not look at pointers, and its end may be the end of a million")
int pointer_to_itself(struct __sk_buff *skb)
{
	struct link *link = bpf_obj_new(struct link);

	if (link)
		bpf_obj_drop(link);
	return 0;
}

LICENSE("GPL");
