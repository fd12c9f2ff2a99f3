/* plain data where nothing else is a field */
#include "layout.h"

struct subject {
	__u64 a;
	struct plain __attribute__((btf_type_tag("nobody"))) *field;
};

SEC("tc")
int pointer_with_unknown_tag(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
