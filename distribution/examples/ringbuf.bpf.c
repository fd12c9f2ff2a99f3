/* Ring buffers: records reserved, filled and submitted, and what is left when there is no room. */
#include "example.h"

#define BPF_RB_NO_WAKEUP 1
#define BPF_RB_AVAIL_DATA 0
#define BPF_RB_RING_SIZE 1
#define BPF_RB_CONS_POS 2
#define BPF_RB_PROD_POS 3

struct event {
	__u32 kind, length;
	__u8 bytes[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct event);
} last SEC(".maps");

SEC("tc") __success __retval(32)
int reserve_and_submit(struct __sk_buff *skb)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return -1;
	event->kind = 1;
	event->length = skb->len;
	bpf_ringbuf_submit(event, 0);
	return bpf_ringbuf_query(&events, BPF_RB_PROD_POS);
}

SEC("tc") __success __retval(1) __description("what is given up takes its room all the same")
int reserve_and_discard(struct __sk_buff *skb)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return -1;
	if (skb->len == 64)
		bpf_ringbuf_discard(event, 0);
	else
		bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) == 32;
}

SEC("tc") __success __retval(24)
int write_at_once(struct __sk_buff *skb)
{
	__u64 pair[2] = {1, 2};

	if (bpf_ringbuf_output(&events, pair, sizeof(pair), 0))
		return -1;
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
}

SEC("tc") __success __retval(-22)
int unknown_flag(struct __sk_buff *skb)
{
	__u64 number = 1;

	return bpf_ringbuf_output(&events, &number, sizeof(number), 4);
}

SEC("tc") __success __retval(0) __description("no record has flags of its own")
int reserve_with_flags(struct __sk_buff *skb)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 1);

	if (event) {
		bpf_ringbuf_submit(event, 0);
		return 1;
	}
	return 0;
}

SEC("tc") __success __retval(7) __description("of 4096 bytes seven times 520 can be had, nobody reading")
int until_it_is_full(struct __sk_buff *skb)
{
	int written = 0;

	for (int i = 0; i < 10; i++) {
		void *record = bpf_ringbuf_reserve(&events, 512, 0);

		if (!record)
			break;
		bpf_ringbuf_submit(record, 0);
		written++;
	}
	return written;
}

SEC("tc") __success __retval(0) __description("the header needs room too")
int as_large_as_the_ring(struct __sk_buff *skb)
{
	void *record = bpf_ringbuf_reserve(&events, 4096 - 8, 0);

	if (!record)
		return 0;
	bpf_ringbuf_discard(record, 0);
	return 1;
}

SEC("tc") __success __retval(4096)
int how_large_it_is(struct __sk_buff *skb)
{
	return bpf_ringbuf_query(&events, BPF_RB_RING_SIZE) +
	       bpf_ringbuf_query(&events, BPF_RB_CONS_POS) + bpf_ringbuf_query(&events, 99);
}

SEC("tc") __success __retval(16) __description("records of no bytes")
int nothing_but_headers(struct __sk_buff *skb)
{
	void *record = bpf_ringbuf_reserve(&events, 0, 0);

	if (!record)
		return -1;
	bpf_ringbuf_submit(record, 0);
	bpf_ringbuf_output(&events, &record, 0, 0);
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
}

SEC("tc") __success __retval(0) __description("a record as a value of a map, and a value as a record")
int records_and_values(struct __sk_buff *skb)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	struct event *value;
	__u32 key = 1;

	if (!event)
		return -1;
	event->kind = 3;
	event->length = 16;
	__builtin_memset(event->bytes, 7, sizeof(event->bytes));
	bpf_map_update_elem(&last, &key, event, 0);
	bpf_ringbuf_discard(event, 0);
	value = bpf_map_lookup_elem(&last, &key);
	if (!value)
		return -2;
	return value->bytes[3] == 7 ? bpf_ringbuf_output(&events, value, sizeof(*value), 0) : -3;
}

SEC("tc") __success __retval(0)
int packet_into_a_record(struct __sk_buff *skb)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	long failed;

	if (!event)
		return -1;
	failed = bpf_skb_load_bytes(skb, 4, event->bytes, sizeof(event->bytes));
	bpf_ringbuf_submit(event, 0);
	return failed;
}

static __noinline struct event *begin(__u32 kind)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (event)
		event->kind = kind;
	return event;
}

static __noinline void end(struct event *event, int wanted)
{
	if (wanted)
		bpf_ringbuf_submit(event, 0);
	else
		bpf_ringbuf_discard(event, 0);
}

SEC("tc") __success __retval(5) __description("two at a time, reserved and submitted in functions")
int across_functions(struct __sk_buff *skb)
{
	struct event *first = begin(2), *second;
	int sum;

	if (!first)
		return -1;
	second = begin(3);
	if (!second) {
		end(first, 0);
		return -2;
	}
	sum = first->kind + second->kind;
	end(second, 1);
	end(first, sum == 5);
	return sum;
}

__noinline int sum_of(struct event *event)
{
	return event ? event->kind + event->length : 0;
}

SEC("tc") __success __retval(9)
int record_to_a_global_function(struct __sk_buff *skb)
{
	struct event *event = begin(4);
	int sum;

	if (!event)
		return -1;
	event->length = 5;
	sum = sum_of(event);
	end(event, 1);
	return sum;
}

SEC("tc") __success __retval(6) __description("the size of a record may be computed, if it is known")
int one_of_two_sizes(struct __sk_buff *skb)
{
	__u8 *record = bpf_ringbuf_reserve(&events, skb->len == 64 ? 8 : 8, 0);
	__u32 at = skb->len & 7;

	if (!record)
		return -1;
	record[at] = 6;
	at = record[at];
	bpf_ringbuf_submit(record, 0);
	return at;
}
