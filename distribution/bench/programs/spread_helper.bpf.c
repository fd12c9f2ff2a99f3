/* The functions count: every add takes a reference of its own, and the caller gives its own back in the end. */
#include "spread.h"

PROGRAM(add, 1, make_1(i, 1), put_1(o);)
PROGRAM(add, 2, make_2(i, 1), put_2(o);)
PROGRAM(add, 4, make_4(i, 1), put_4(o);)
PROGRAM(add, 8, make_8(i, 1), put_8(o);)

/* the other thread: takes a reference to whatever is first, and gives it back */
#define LOOK(N) \
	SEC("tc") __success __retval(0) \
	int look_##N(struct __sk_buff *skb) \
	{ \
		struct object_##N *o; \
		bpf_spin_lock(&lock_##N); \
		o = bpf_list_first(&head_##N##_0); \
		if (o) \
			o = bpf_refcount_acquire(o); \
		bpf_spin_unlock(&lock_##N); \
		if (o) \
			put_##N(o); \
		return 0; \
	}

LOOK(1)
LOOK(2)
LOOK(4)
LOOK(8)

LICENSE("GPL");
