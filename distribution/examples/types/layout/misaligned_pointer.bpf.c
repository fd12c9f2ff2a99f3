/* a pointer lies at a multiple of 8 */
#include "layout.h"

struct subject {
	char c;
	struct plain __kptr *field;
} __attribute__((packed));

SEC("tc")
int misaligned_pointer(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
