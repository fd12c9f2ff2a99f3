/*
 * Objects that every CPU has a copy of. They are reached through a field that owns them: a program
 * that has just stashed one, or that loads it, asks for the copy of its own CPU, or of another.
 */
#include "example.h"

struct counts {
	__u64 packets;
	__u64 bytes;
};

struct source {
	__u64 address;
	struct counts __percpu_kptr *counts;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct source);
} sources SEC(".maps");

static __always_inline struct source *source(__u32 key)
{
	return bpf_map_lookup_elem(&sources, &key);
}

/* makes sure that the field has counts in it */
static __always_inline struct counts *counts_of(struct source *source)
{
	struct counts *counts = source->counts, *before;

	if (counts)
		return counts;
	counts = bpf_percpu_obj_new(struct counts);
	if (!counts)
		return NULL;
	before = bpf_kptr_xchg(&source->counts, counts);
	if (before)
		bpf_percpu_obj_drop(before);
	return source->counts;
}

SEC("tc") __success __retval(2) __description("counted twice on the CPU that the program runs on")
int count(struct __sk_buff *skb)
{
	struct source *from = source(0);
	struct counts *counts, *mine;

	if (!from)
		return -1;
	counts = counts_of(from);
	if (!counts)
		return -1;
	mine = bpf_this_cpu_ptr(counts);
	mine->packets++;
	mine->bytes += skb->len;
	mine = bpf_this_cpu_ptr(counts);
	mine->packets++;
	return mine->packets;
}

SEC("tc") __success __retval(5) __description("what was stashed is kept by RCU: it can be filled")
int fill_after_stashing(struct __sk_buff *skb)
{
	struct source *from = source(1);
	struct counts *counts, *before, *mine;

	if (!from)
		return -1;
	counts = bpf_percpu_obj_new(struct counts);
	if (!counts)
		return -1;
	before = bpf_kptr_xchg(&from->counts, counts);
	if (before)
		bpf_percpu_obj_drop(before);
	mine = bpf_this_cpu_ptr(counts);
	mine->packets = 5;
	mine = bpf_per_cpu_ptr(counts, bpf_get_smp_processor_id());
	return mine ? mine->packets : -2;
}

SEC("tc") __success __retval(1) __description("a CPU that does not exist has no copy")
int nobody(struct __sk_buff *skb)
{
	struct source *from = source(2);
	struct counts *counts, *other;

	if (!from)
		return -1;
	counts = counts_of(from);
	if (!counts)
		return -1;
	other = bpf_per_cpu_ptr(counts, 100000);
	return other ? other->packets : 1;
}

SEC("tc") __success __retval(3) __description("the copies are different memory")
int two_copies(struct __sk_buff *skb)
{
	struct source *from = source(3);
	struct counts *counts, *first, *second;

	if (!from)
		return -1;
	counts = counts_of(from);
	if (!counts)
		return -1;
	first = bpf_per_cpu_ptr(counts, 0);
	if (!first)
		return -1;
	first->packets = 3;
	second = bpf_per_cpu_ptr(counts, 1);
	if (second)
		second->packets = 4;
	return first->packets;
}

SEC("tc") __success __retval(0) __description("given back by whoever takes it out")
int take_back(struct __sk_buff *skb)
{
	struct source *from = source(0);
	struct counts *counts;

	if (!from || !counts_of(from))
		return -1;
	counts = bpf_kptr_xchg(&from->counts, NULL);
	if (!counts)
		return -2;
	bpf_percpu_obj_drop(counts);
	return 0;
}

LICENSE("GPL");
