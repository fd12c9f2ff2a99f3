/* an array is no direct member: plain data */
#include "layout.h"

struct subject {
	struct plain __kptr *fields[12];
};

SEC("tc")
int twelve_fields_in_an_array(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
