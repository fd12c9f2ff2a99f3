/* the misaligned one is plain data */
#include "layout.h"

struct subject {
	struct plain __kptr *field;
	char c;
	struct plain __kptr *askew;
} __attribute__((packed));

SEC("tc")
int misaligned_pointer_beside_another(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
