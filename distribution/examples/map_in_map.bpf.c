/* Maps as values: an array and a hash of maps, each tenant with counters of its own. */
#include "example.h"

struct counters {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
};

struct counters red SEC(".maps");
struct counters blue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 3);
	__type(key, __u32);
	__array(values, struct counters);
} tenants SEC(".maps") = {
	.values = {[0] = &red, [1] = &blue},
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct counters);
} by_name SEC(".maps");

static __u64 *slot_of(__u32 tenant, __u32 slot)
{
	void *counters = bpf_map_lookup_elem(&tenants, &tenant);

	return counters ? bpf_map_lookup_elem(counters, &slot) : NULL;
}

SEC("tc") __success __retval(5)
__description("through the outer map and directly, the same counter")
int same_counter(struct __sk_buff *skb)
{
	__u32 slot = 2;
	__u64 *value = slot_of(1, slot);

	if (!value)
		return -1;
	*value += 5;
	value = bpf_map_lookup_elem(&blue, &slot);
	return value ? *value : -1;
}

SEC("tc") __success __retval(0)
__description("a constant index below the length of the maps inside: the counter is there")
int is_there(struct __sk_buff *skb)
{
	__u32 tenant = 0, slot = 3;
	void *counters = bpf_map_lookup_elem(&tenants, &tenant);
	__u64 *value;

	if (!counters)
		return -1;
	value = bpf_map_lookup_elem(counters, &slot);
	return *value;
}

SEC("tc") __success __retval(9) __description("two tenants do not share: 9 stays with red")
int tenants_are_apart(struct __sk_buff *skb)
{
	__u64 *of_red = slot_of(0, 1), *of_blue = slot_of(1, 1);

	if (!of_red || !of_blue)
		return -1;
	*of_red = 9;
	*of_blue = 90;
	return *of_red;
}

SEC("tc") __success __retval(-1) __description("no map at this index")
int empty_index(struct __sk_buff *skb)
{
	__u64 *value = slot_of(2, 0);

	return value ? *value : -1;
}

SEC("tc") __success __retval(0) __description("a hash of maps, empty here")
int look_up_by_name(struct __sk_buff *skb)
{
	__u32 name = skb->protocol, slot = 0;
	void *counters = bpf_map_lookup_elem(&by_name, &name);
	__u64 *value;

	if (!counters)
		return 0;
	value = bpf_map_lookup_elem(counters, &slot);
	return value ? *value : -1;
}

LICENSE("GPL");
