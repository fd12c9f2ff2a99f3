/* plain data where nothing else is a field */
#include "layout.h"

struct subject {
	__u64 a;
	__u64 __kptr *field;
};

SEC("tc")
int pointer_to_a_number(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
