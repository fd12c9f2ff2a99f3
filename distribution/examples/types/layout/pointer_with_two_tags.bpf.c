/* plain data where nothing else is a field */
#include "layout.h"

struct subject {
	__u64 a;
	struct plain __kptr __kptr_untrusted *field;
};

SEC("tc")
int pointer_with_two_tags(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
