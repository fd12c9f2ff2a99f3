/* callbacks: how often one is verified. `once` is how it was (§10): as if a callback ran exactly once. What it accepts
   goes out of bounds when it is run. */
#include "proposal_example.h"

#define SLOTS 16

struct table {
	__u64 slots[SLOTS];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct table);
} tables SEC(".maps");

struct cursor {
	__u64 at;
};

static struct table *table(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&tables, &key);
}

static long advance(__u32 index, struct cursor *cursor)
{
	cursor->at += 1;
	return 0;
}

static long advance_within(__u32 index, struct cursor *cursor)
{
	if (cursor->at >= SLOTS - 1)
		return 1;
	cursor->at += 1;
	return 0;
}

/* marks the slot that the steps lead to */
static int walk(long (*step)(__u32 index, struct cursor *cursor), __u32 steps)
{
	struct cursor cursor = { 0 };
	struct table *here = table();

	if (!here)
		return -1;
	bpf_loop(steps, step, &cursor, 0);
	here->slots[cursor.at] = 1;
	return cursor.at;
}

SEC("tc") __success __under("callbacks=once")
__description("believed to mark slot 1; run, it writes behind the table")
int out_of_bounds_once(struct __sk_buff *skb)
{
	return walk(advance, 100000);
}

SEC("tc") __failure __under("callbacks=fixpoint") __rule("memory.bounds")
__description("after any number of steps the cursor may be anywhere")
int out_of_bounds_fixpoint(struct __sk_buff *skb)
{
	return walk(advance, 100000);
}

SEC("tc") __success __retval(15) __under("callbacks=fixpoint")
__description("a cursor that each step keeps within the table is within it after all of them")
int within_bounds_fixpoint(struct __sk_buff *skb)
{
	return walk(advance_within, 100000);
}

SEC("tc") __success __retval(1) __under("callbacks=once")
__description("right by luck: there is one step")
int one_step_once(struct __sk_buff *skb)
{
	return walk(advance, 1);
}

LICENSE("GPL");
