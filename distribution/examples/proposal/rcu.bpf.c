/* RCU: read sections, references got from maps, and the end of objects after a grace period. */
#include "proposal_things.h"

struct slot {
	struct entry __kptr *entry;
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

static __always_inline void store_entry(struct slot *at)
{
	struct entry *entry = make_entry(1);

	if (!entry)
		return;
	entry = bpf_kptr_xchg(&at->entry, entry);
	if (entry)
		put_entry(entry);
}

SEC("tc") __success __retval(1)
__description("what the map points to is read in place")
int read_in_place(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 1;
	store_entry(at);
	entry = at->entry;
	return entry ? entry->key : 1;
}

SEC("syscall") __success __retval(1)
__description("a program that can sleep enters a read section first")
int read_in_a_section(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;
	int key = 1;

	if (!at)
		return 1;
	bpf_rcu_read_lock();
	entry = at->entry;
	if (entry)
		key = entry->key;
	bpf_rcu_read_unlock();
	return key;
}

SEC("syscall") __success __retval(0)
__description("sections nest")
int nested_sections(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;
	int key = 0;

	if (!at)
		return 0;
	bpf_rcu_read_lock();
	bpf_rcu_read_lock();
	entry = at->entry;
	bpf_rcu_read_unlock();
	if (entry)
		key = entry->key;
	bpf_rcu_read_unlock();
	return key & 0;
}

SEC("tc") __success __retval(1)
__description("a reference of its own, as long as the program likes")
int get_a_reference(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;
	int key;

	if (!at)
		return 1;
	store_entry(at);
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 1;
	entry->key = 1;
	key = entry->key;
	put_entry(entry);
	return key;
}

SEC("tc") __success __retval(0)
__description("the last one ends it after a grace period: readers may still look")
int end_after_grace_period(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	store_entry(at);
	entry = bpf_kptr_xchg(&at->entry, NULL);
	if (entry)
		put_entry(entry);
	return 0;
}

SEC("tc") __success __retval(0)
__description("what was never published ends at once")
int end_what_nobody_saw(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);

	if (!entry)
		return 0;
	bpf_list_node_fini(&entry->node);
	bpf_kptr_free(entry);
	return 0;
}

SEC("tc") __success __retval(0)
__description("a downgrade freezes: nobody can get it any more, and it is set going again")
int freeze_and_set(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	store_entry(at);
	entry = bpf_kptr_xchg(&at->entry, NULL);
	if (!entry)
		return 0;
	if (bpf_refcount_single(entry)) {
		entry->key = 9;
		bpf_refcount_set(&entry->ref, 1);
	}
	put_entry(entry);
	return 0;
}

/* readable under RCU, one owner at a time */
struct note {
	__u64 key;
	struct bpf_rcu_head rcu;
};
KNOWN(note);

struct place {
	struct note __kptr *note;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct place);
} places SEC(".maps");

static long reclaim_note(struct note *note)
{
	bpf_kptr_free(note);
	return 0;
}

SEC("tc") __success __retval(0)
__description("one owner: once it is out of its one field nobody new can see it")
int end_single_owned(struct __sk_buff *skb)
{
	struct note *note = new(struct note);
	struct place *at;
	__u32 key = 0;

	if (!note)
		return 0;
	note->key = 4;
	bpf_rcu_head_init(&note->rcu);
	at = bpf_map_lookup_elem(&places, &key);
	if (!at) {
		bpf_kptr_free(note);
		return 0;
	}
	note = bpf_kptr_xchg(&at->note, note);
	if (note)
		bpf_call_rcu(note, reclaim_note);
	note = bpf_kptr_xchg(&at->note, NULL);
	if (note)
		bpf_call_rcu(note, reclaim_note);
	return 0;
}

LICENSE("GPL");
