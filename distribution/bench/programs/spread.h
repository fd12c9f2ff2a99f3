/* Objects put on N lists and taken off again: the question of who counts. The two files that include this differ in how
   the references that the lists hold come to be. One lock guards all lists. */
#pragma once

#include "proposal_example.h"

#define OBJECTS 32

#define EACH_1(do) do(0)
#define EACH_2(do) EACH_1(do) do(1)
#define EACH_4(do) EACH_2(do) do(2) do(3)
#define EACH_8(do) EACH_4(do) do(4) do(5) do(6) do(7)

#define NODE(i) struct bpf_list_node n##i;
#define INIT(i) bpf_list_node_init(&o->n##i);
#define FINI(i) bpf_list_node_fini(&o->n##i);

#define TYPE(N) \
	struct object_##N { \
		__u64 number; \
		struct bpf_refcount ref; \
		EACH_##N(NODE) \
	}; \
	static __always_inline struct object_##N *make_##N(__u64 number, __u32 references) \
	{ \
		struct object_##N *o = new(struct object_##N); \
		if (!o) \
			return NULL; \
		o->number = number; \
		EACH_##N(INIT) \
		bpf_refcount_set(&o->ref, references); \
		return o; \
	} \
	static __noinline long put_##N(struct object_##N *o) \
	{ \
		if (bpf_refcount_put(o)) { \
			EACH_##N(FINI) \
			bpf_kptr_free(o); \
		} \
		return 0; \
	}

TYPE(1)
TYPE(2)
TYPE(4)
TYPE(8)

#define HEAD(N, i) private(spread_##N) struct bpf_list_head head_##N##_##i __value(struct, object_##N, n##i);
#define HEADS_1(N) HEAD(N, 0)
#define HEADS_2(N) HEADS_1(N) HEAD(N, 1)
#define HEADS_4(N) HEADS_2(N) HEAD(N, 2) HEAD(N, 3)
#define HEADS_8(N) HEADS_4(N) HEAD(N, 4) HEAD(N, 5) HEAD(N, 6) HEAD(N, 7)
#define LISTS(N) private(spread_##N) struct bpf_spin_lock lock_##N; HEADS_##N(N)

LISTS(1)
LISTS(2)
LISTS(4)
LISTS(8)

#define ADD(N, i) bpf_list_add_tail(&o->n##i, &head_##N##_##i);
#define ADD_1(N) ADD(N, 0)
#define ADD_2(N) ADD_1(N) ADD(N, 1)
#define ADD_4(N) ADD_2(N) ADD(N, 2) ADD(N, 3)
#define ADD_8(N) ADD_4(N) ADD(N, 4) ADD(N, 5) ADD(N, 6) ADD(N, 7)

#define POP(N, i) struct object_##N *o##i = bpf_list_pop_front(&head_##N##_##i);
#define POP_1(N) POP(N, 0)
#define POP_2(N) POP_1(N) POP(N, 1)
#define POP_4(N) POP_2(N) POP(N, 2) POP(N, 3)
#define POP_8(N) POP_4(N) POP(N, 4) POP(N, 5) POP(N, 6) POP(N, 7)

#define PUT(N, i) \
	if (o##i) \
		put_##N(o##i);
#define PUT_1(N) PUT(N, 0)
#define PUT_2(N) PUT_1(N) PUT(N, 1)
#define PUT_4(N) PUT_2(N) PUT(N, 2) PUT(N, 3)
#define PUT_8(N) PUT_4(N) PUT(N, 4) PUT(N, 5) PUT(N, 6) PUT(N, 7)

/* a round is OBJECTS times: make one, put it on N lists, take whatever is first off each of them */
#define PROGRAM(name, N, make, after) \
	SEC("tc") __success __retval(0) \
	int name##_##N(struct __sk_buff *skb) \
	{ \
		for (int i = 0; i < OBJECTS; i++) { \
			struct object_##N *o = make; \
			if (!o) \
				return 1; \
			bpf_spin_lock(&lock_##N); \
			ADD_##N(N) \
			bpf_spin_unlock(&lock_##N); \
			after \
			bpf_spin_lock(&lock_##N); \
			POP_##N(N) \
			bpf_spin_unlock(&lock_##N); \
			PUT_##N(N) \
		} \
		return 0; \
	}
