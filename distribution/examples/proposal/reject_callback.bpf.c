/* Rules of functions that call back, and of iterators: one program, one rule. */
#include "proposal_things.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

static long nothing(__u32 index, void *ctx)
{
	return 0;
}

static long nothing_each(void *map, void *key, void *value, void *ctx)
{
	return 0;
}

SEC("tc") __failure __rule("callback.map-kind")
__msg("the map cannot be walked")
__description("on which CPU?")
int walk_per_cpu(struct __sk_buff *skb)
{
	bpf_for_each_map_elem(&per_cpu, nothing_each, NULL, 0);
	return 0;
}

struct walk {
	__u32 at;
	__u64 cells[4];
};

static long walk_on(__u32 index, struct walk *walk)
{
	walk->at++;
	return 0;
}

SEC("tc") __failure
__description("any number of rounds: the index is any number")
int runs_more_than_once(struct __sk_buff *skb)
{
	struct walk walk = {};

	bpf_loop(10, walk_on, &walk, 0);
	return walk.cells[walk.at];
}

SEC("tc") __failure __rule("iterator.not-on-stack")
__msg("R1 must point to an iterator on the stack")
__description("nobody follows what becomes of it elsewhere")
int iterator_in_a_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct bpf_iter_num *it = bpf_map_lookup_elem(&numbers, &key);

	if (!it)
		return 0;
	bpf_iter_num_new(it, 0, 3);
	bpf_iter_num_destroy(it);
	return 0;
}

SEC("tc") __failure __rule("iterator.in-use")
__msg("is a live iterator already")
__description("the first would never be destroyed")
int iterator_made_twice(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_iter_num_new(&it, 0, 3);
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__msg("is no live iterator")
__description("it was never made")
int iterator_not_made(struct __sk_buff *skb)
{
	struct bpf_iter_num it;
	int *number = bpf_iter_num_next(&it);

	return number != NULL;
}

LICENSE("GPL");
