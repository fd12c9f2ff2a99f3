/* Rules of RCU: one program, one rule. */
#include "proposal_things.h"

/* many owners, readable under RCU, on no list */
struct record {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
};
KNOWN(record);

struct slot {
	struct record __kptr *record;
	struct entry __kptr *entry;
	struct shared __kptr *shared;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static __always_inline struct slot *slot(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&slots, &key);
}

SEC("syscall") __failure __rule("rcu.unmatched")
__msg("no RCU read section to leave")
__description("it would end somebody else's")
int leave_what_was_not_entered(void *ctx)
{
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.held")
__msg("cannot be reached in an RCU read section")
__description("no grace period would ever end")
int exit_in_a_section(void *ctx)
{
	bpf_rcu_read_lock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.outside")
__msg("bpf_kptr_get must be called in an RCU read section")
__description("between the load and the count it may be freed")
int get_outside(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = bpf_kptr_get(&at->entry);
	if (entry)
		put_entry(entry);
	return 0;
}

SEC("tc") __failure __rule("rcu.not-a-field")
__msg("R1 must be the address of a pointer to a type with a bpf_refcount and a bpf_rcu_head")
__description("without an rcu head the memory may be gone while it is counted")
int get_without_rcu_head(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct shared *shared;

	if (!at)
		return 0;
	shared = bpf_kptr_get(&at->shared);
	if (shared)
		put_shared(shared);
	return 0;
}

static long reclaim_item(struct item *item)
{
	end_item(item);
	return 0;
}

SEC("tc") __failure __rule("rcu.no-rcu-head")
__msg("R1 must be an object with a bpf_rcu_head, and is offset 0 of struct item")
__description("there is nothing to queue it by")
int reclaim_without_rcu_head(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (item)
		bpf_call_rcu(item, reclaim_item);
	return 0;
}

static long reclaim_record(struct record *record)
{
	bpf_kptr_free(record);
	return 0;
}

SEC("tc") __failure __rule("rcu.not-last")
__msg("is not known to be the last reference (static_ref=1)")
__description("somebody else may own it as well")
int reclaim_what_is_shared(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	record = bpf_kptr_get(&at->record);
	if (record)
		bpf_call_rcu(record, reclaim_record);
	return 0;
}

SEC("tc") __failure __rule("rcu.not-live")
__msg("the object is Destructing (left: nothing)")
__description("its callback would destruct it again")
int reclaim_what_is_destructed(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);

	if (!entry)
		return 0;
	bpf_list_node_fini(&entry->node);
	bpf_call_rcu(entry, reclaim_entry);
	return 0;
}

/* readable under RCU, one owner at a time, its node knows its list */
struct note {
	__u64 key;
	struct bpf_rcu_head rcu;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};

static long reclaim_note(struct note *note)
{
	bpf_list_node_fini(&note->node);
	bpf_kptr_free(note);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("rcu.linked")
__msg("a node of the object is Claimed")
__description("a claim is settled before the object ends")
int reclaim_while_claimed(struct __sk_buff *skb)
{
	struct note *note = new(struct note);

	if (!note)
		return 0;
	bpf_rcu_head_init(&note->rcu);
	bpf_list_node_init(&note->node);
	bpf_owner_init(&note->owner);
	bpf_list_claim_node(&note->node);
	bpf_call_rcu(note, reclaim_note);
	return 0;
}

static long reclaim_nothing(struct entry *entry)
{
	return 0;
}

SEC("tc") __failure __rule("reference.leak")
__msg("would lead to reference leak")
__description("the callback must end the object")
int reclaim_and_keep(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);

	if (entry)
		bpf_call_rcu(entry, reclaim_nothing);
	return 0;
}

SEC("tc") __failure __rule("allocator.published-rcu")
__msg("R1 was published and RCU readers may hold it")
__description("the last reference is not the last reader")
int end_at_once(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = bpf_kptr_xchg(&at->entry, NULL);
	if (entry && bpf_refcount_put(entry)) {
		bpf_list_node_fini(&entry->node);
		bpf_kptr_free(entry);
	}
	return 0;
}

SEC("syscall") __failure __rule("pointer.poisoned")
__msg("was read in an RCU section that has ended")
__description("nothing keeps its memory any more")
int read_after_the_section(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	bpf_rcu_read_lock();
	entry = at->entry;
	bpf_rcu_read_unlock();
	if (!entry)
		return 0;
	return entry->key & 1;
}

SEC("tc") __failure __rule("memory.kernel-read-only")
__msg("a pointer read under RCU is only readable")
__description("others read it")
int write_under_rcu(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = at->entry;
	if (entry)
		entry->key = 3;
	return 0;
}

static long reclaim_into_map(struct entry *entry)
{
	struct slot *at = slot();

	if (at)
		entry = bpf_kptr_xchg(&at->entry, entry);
	if (entry) {
		bpf_list_node_fini(&entry->node);
		bpf_kptr_free(entry);
	}
	return 0;
}

SEC("tc") __failure __rule("kptr.not-live")
__msg("an object that is Destructing")
__description("the callback may only end the object")
int reclaim_and_escape(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);

	if (entry)
		bpf_call_rcu(entry, reclaim_into_map);
	return 0;
}

LICENSE("GPL");
