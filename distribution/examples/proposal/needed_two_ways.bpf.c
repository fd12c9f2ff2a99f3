/* What rcu.two-ways is there for: a destructor that is called, and that nobody has checked. */
#include "proposal_example.h"

struct record;
static long only_looks(struct record *record);

struct record {
	__u64 key;
	struct bpf_rcu_head rcu __destructor(only_looks);
};
private(types) struct record *known_record;

struct slot {
	struct record __kptr *record;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static __noinline long only_looks(struct record *record)
{
	return record->key & 1;
}

static long ends(struct record *record)
{
	bpf_kptr_free(record);
	return 0;
}

SEC("tc") __failure __rule("rcu.two-ways")
__description("bpf_call_rcu ends it in one way, the map that has it in another")
int end_in_two_ways(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct slot *at = bpf_map_lookup_elem(&slots, &key);
	struct record *record;
	long seen;

	if (!at)
		return 0;
	record = new(struct record);
	if (!record)
		return 0;
	record->key = 1;
	bpf_rcu_head_init(&record->rcu);
	seen = only_looks(record);
	record = bpf_kptr_xchg(&at->record, record);
	if (record)
		bpf_call_rcu(record, ends);
	return seen;
}

LICENSE("GPL");
