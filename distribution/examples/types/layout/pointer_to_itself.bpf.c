/* pointers do not count as owning */
#include "layout.h"

struct subject {
	__u64 a;
	struct subject __kptr *field;
};

SEC("tc")
int pointer_to_itself(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
