/* Counting in hash and array maps. */
#include "example.h"

struct flow {
	__u32 from, to;
};

struct usage {
	__u64 packets, bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct flow);
	__type(value, struct usage);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} buckets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} per_cpu_and_key SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} recent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} recent_per_cpu SEC(".maps");

__u64 calls;
const volatile __u64 step = 4;

static struct usage *count(struct flow *flow, __u64 bytes)
{
	struct usage *usage = bpf_map_lookup_elem(&flows, flow);

	if (!usage) {
		struct usage first = {};

		if (bpf_map_update_elem(&flows, flow, &first, BPF_NOEXIST))
			return NULL;
		usage = bpf_map_lookup_elem(&flows, flow);
		if (!usage)
			return NULL;
	}
	__sync_fetch_and_add(&usage->packets, 1);
	__sync_fetch_and_add(&usage->bytes, bytes);
	return usage;
}

SEC("tc") __success __retval(3) __description("the third packet of a flow")
int third_packet(struct __sk_buff *skb)
{
	struct flow flow = {1, 2};
	struct usage *usage = NULL;

	for (int i = 0; i < 3; i++) {
		usage = count(&flow, skb->len);
		if (!usage)
			return -1;
	}
	return usage->packets;
}

SEC("tc") __success __retval(110)
__description("flows are apart: 100 + 10 bytes of the first, not the second's")
int flows_are_apart(struct __sk_buff *skb)
{
	struct flow first = {1, 2}, second = {2, 1};
	struct usage *usage;

	if (!count(&first, 100) || !count(&second, 1000))
		return -1;
	usage = count(&first, 10);
	return usage ? usage->bytes : -1;
}

SEC("tc") __success __retval(-17) __description("BPF_NOEXIST on a key that exists: -EEXIST")
int insert_twice(struct __sk_buff *skb)
{
	struct flow flow = {5, 6};
	struct usage usage = {};

	bpf_map_update_elem(&flows, &flow, &usage, BPF_NOEXIST);
	return bpf_map_update_elem(&flows, &flow, &usage, BPF_NOEXIST);
}

SEC("tc") __success __retval(-2) __description("deleting a key that is not there: -ENOENT")
int delete_missing(struct __sk_buff *skb)
{
	struct flow flow = {7, 8};

	return bpf_map_delete_elem(&flows, &flow);
}

SEC("tc") __success __retval(0) __description("a deleted key is found no more")
int delete_then_look(struct __sk_buff *skb)
{
	struct flow flow = {7, 8};
	struct usage usage = {1, 1};

	if (bpf_map_update_elem(&flows, &flow, &usage, BPF_ANY))
		return -1;
	if (bpf_map_delete_elem(&flows, &flow))
		return -2;
	return bpf_map_lookup_elem(&flows, &flow) != NULL;
}

SEC("tc") __success __retval(1) __description("a histogram by powers of two: 64 lies in bucket 6")
int histogram(struct __sk_buff *skb)
{
	__u32 bucket = 0, length = skb->len;
	__u64 *slot;

	while (length > 1 && bucket < 7) {
		length >>= 1;
		bucket++;
	}
	slot = bpf_map_lookup_elem(&buckets, &bucket);
	if (!slot)
		return -1;
	*slot += 1;
	bucket = 6;
	slot = bpf_map_lookup_elem(&buckets, &bucket);
	return slot ? *slot : -1;
}

SEC("tc") __success __retval(2) __description("each CPU has its own value")
int own_cpu(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 *mine = bpf_map_lookup_elem(&per_cpu, &key);

	if (!mine)
		return -1;
	*mine += 2;
	return *mine;
}

SEC("tc") __success __retval(7) __description("a hash with values for every CPU is full at its keys: -E2BIG, and the one key is there")
int own_cpu_and_key(struct __sk_buff *skb)
{
	__u32 one = 1, two = 2;
	__u64 first = 7, *mine;

	if (bpf_map_update_elem(&per_cpu_and_key, &one, &first, BPF_NOEXIST))
		return -1;
	if (bpf_map_update_elem(&per_cpu_and_key, &two, &first, BPF_ANY) != -E2BIG)
		return -2;
	mine = bpf_map_lookup_elem(&per_cpu_and_key, &one);
	return mine ? *mine : -3;
}

/* stores keys 1 to 12 in a map with room for two: 1 if as many are there as fit */
#define STORE_TWELVE(map)                                                                \
	({                                                                               \
		int there = 0, failed = 0;                                               \
		for (int i = 1; i <= 12; i++) {                                          \
			__u32 key = i;                                                   \
			__u64 value = i;                                                 \
			failed |= bpf_map_update_elem(&map, &key, &value, BPF_ANY) != 0; \
		}                                                                        \
		for (int i = 1; i <= 12; i++) {                                          \
			__u32 key = i;                                                   \
			__u64 *value = bpf_map_lookup_elem(&map, &key);                  \
			if (value && *value == i)                                        \
				there++;                                                 \
		}                                                                        \
		failed ? -1 : there >= 1 && there <= 2;                                  \
	})

SEC("tc") __success __retval(1) __description("a hash that evicts takes every key, and others go")
int evicts(struct __sk_buff *skb)
{
	return STORE_TWELVE(recent);
}

SEC("tc") __success __retval(1) __description("so does one with values for every CPU")
int evicts_per_cpu(struct __sk_buff *skb)
{
	return STORE_TWELVE(recent_per_cpu);
}

SEC("tc") __success __retval(4) __description("global variables are maps too: .bss and .rodata")
int global_variables(struct __sk_buff *skb)
{
	calls += step;
	return calls;
}

LICENSE("GPL");
