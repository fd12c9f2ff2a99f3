/* A call of a function that nobody has. */
#include "example.h"

extern int bpf_nobody_has_this(void) __ksym;

SEC("tc") __failure
int calls_nobody(struct __sk_buff *skb)
{
	return bpf_nobody_has_this();
}

LICENSE("GPL");
