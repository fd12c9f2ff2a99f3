/*
 * The state of each flow, in an object of its own. Whoever sees a packet replaces the object; whoever
 * wants to know reads it in a read section, without a lock, and never sees half of a change.
 */
#include "example.h"
#include "kptr.h"
#include "rcu.h"

struct flow {
	__u64 packets;
	__u64 bytes;
	__u64 version;
};

struct entry {
	struct flow __kptr *state;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct entry);
} flows SEC(".maps");

static __always_inline struct entry *entry_of(__u32 flow)
{
	struct entry *entry, fresh = {};

	entry = bpf_map_lookup_elem(&flows, &flow);
	if (entry)
		return entry;
	bpf_map_update_elem(&flows, &flow, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&flows, &flow);
}

/* Puts the next state of the flow in place of the last one. */
static __always_inline int count(__u32 flow, __u32 bytes)
{
	struct entry *entry = entry_of(flow);
	struct flow *next, *last;

	if (!entry)
		return -1;
	next = bpf_obj_new(typeof(*next));
	if (!next)
		return -1;
	next->packets = 1;
	next->bytes = bytes;
	next->version = 1;

	bpf_rcu_read_lock();
	last = entry->state;
	if (last) {
		next->packets = last->packets + 1;
		next->bytes = last->bytes + bytes;
		next->version = last->version + 1;
	}
	bpf_rcu_read_unlock();

	last = bpf_kptr_xchg(&entry->state, next);
	if (last)
		bpf_obj_drop(last);
	return 0;
}

SEC("tc") __success __retval(0) __description("counts a packet of flow 7")
int see_packet(struct __sk_buff *skb)
{
	return count(7, skb->len);
}

SEC("tc") __success __retval(3) __description("three packets, and a reader that asks for them")
int three_packets(struct __sk_buff *skb)
{
	struct entry *entry;
	struct flow *state;
	__u32 flow = 7;
	int packets = 0;

	for (int i = 0; i < 3; i++)
		if (count(flow, 100))
			return -1;

	entry = bpf_map_lookup_elem(&flows, &flow);
	if (!entry)
		return -1;
	bpf_rcu_read_lock();
	state = entry->state;
	if (state && state->bytes == 300)
		packets = state->packets;
	bpf_rcu_read_unlock();
	return packets;
}

SEC("syscall") __success __retval(0) __description("a reader: what it reads belongs together, and stays while it looks")
int read_flow(void *ctx)
{
	struct entry *entry;
	struct flow *state;
	__u32 flow = 7;
	int torn = 0;

	entry = bpf_map_lookup_elem(&flows, &flow);
	if (!entry)
		return 0;
	bpf_rcu_read_lock();
	state = entry->state;
	if (state)
		torn = state->packets != state->version;
	bpf_rcu_read_unlock();
	return torn;
}

SEC("syscall") __success __retval(0) __description("forgets a flow: its readers keep what they read")
int forget_flow(void *ctx)
{
	struct entry *entry;
	struct flow *state;
	__u32 flow = 7;

	entry = bpf_map_lookup_elem(&flows, &flow);
	if (!entry)
		return 0;
	state = bpf_kptr_xchg(&entry->state, NULL);
	if (state)
		bpf_obj_drop(state);
	return 0;
}

SEC("syscall") __success __retval(0) __description("deletes the flow with all that it holds")
int delete_flow(void *ctx)
{
	__u32 flow = 7;

	bpf_map_delete_elem(&flows, &flow);
	return 0;
}

LICENSE("GPL");
