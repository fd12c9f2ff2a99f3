/* The caller counts: all references at once, and every add moves one. `set` knows how many there will be when it makes
   the object, `inc` takes them later. */
#include "spread.h"

PROGRAM(set, 1, make_1(i, 1), )
PROGRAM(set, 2, make_2(i, 2), )
PROGRAM(set, 4, make_4(i, 4), )
PROGRAM(set, 8, make_8(i, 8), )

#define COUNTED(N) \
	static __always_inline struct object_##N *counted_##N(__u64 number) \
	{ \
		struct object_##N *o = make_##N(number, 1); \
		if (o) \
			bpf_refcount_inc(&o->ref, N); \
		return o; \
	}

COUNTED(1)
COUNTED(2)
COUNTED(4)
COUNTED(8)

PROGRAM(inc, 1, counted_1(i), put_1(o);)
PROGRAM(inc, 2, counted_2(i), put_2(o);)
PROGRAM(inc, 4, counted_4(i), put_4(o);)
PROGRAM(inc, 8, counted_8(i), put_8(o);)

/* the other thread: takes a reference to whatever is first, and gives it back */
#define LOOK(N) \
	SEC("tc") __success __retval(0) \
	int look_##N(struct __sk_buff *skb) \
	{ \
		struct object_##N *o; \
		bpf_spin_lock(&lock_##N); \
		o = bpf_list_first(&head_##N##_0); \
		if (o) \
			bpf_refcount_inc(&o->ref, 1); \
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
