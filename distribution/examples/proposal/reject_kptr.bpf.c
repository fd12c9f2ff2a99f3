/* Rules of pointer fields: one program, one rule. */
#include "proposal_things.h"

KNOWN(box);

struct slot {
	struct item __kptr *item;
	struct twin __kptr *twin;
	struct entry __kptr *entry;
	struct box __kptr *box;
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static __always_inline struct slot *slot(__u32 key)
{
	return bpf_map_lookup_elem(&slots, &key);
}

/* owns two items through fields of its own */
struct purse {
	__u64 key;
	struct item __kptr *item;
	struct item __kptr *other;
};

SEC("tc") __failure __rule("kptr.direct")
__msg("can only be exchanged")
__description("a store would lose what the field owns")
int store_into_field(struct __sk_buff *skb)
{
	struct slot *at = slot(0);

	if (!at)
		return 0;
	*(volatile __u64 *)&at->item = 0;
	return 0;
}

SEC("tc") __failure __rule("kptr.not-the-field")
__msg("R1 must be the address of a pointer field, and is offset 32 of map 'slots'")
__description("the number is no pointer")
int exchange_a_number(struct __sk_buff *skb)
{
	struct slot *at = slot(0);

	if (!at)
		return 0;
	return bpf_kptr_xchg(&at->number, NULL) != NULL;
}

SEC("tc") __failure __rule("kptr.holder-not-live")
__msg("the object with the field is Constructing (constructed: offset 16)")
__description("the field that is not there yet holds garbage")
int exchange_before_construction(struct __sk_buff *skb)
{
	struct purse *purse = new(struct purse);
	struct item *item;

	if (!purse)
		return 0;
	bpf_kptr_init(&purse->other);
	item = bpf_kptr_xchg(&purse->item, NULL);
	if (item)
		end_item(item);
	item = bpf_kptr_fini(&purse->other);
	if (item)
		end_item(item);
	bpf_kptr_free(purse);
	return 0;
}

SEC("tc") __failure __rule("kptr.wrong-type")
__msg("the field takes")
__description("the field says to what it points")
int exchange_another_type(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();
	struct slot *at = slot(0);
	struct item *item;

	if (!twin)
		return 0;
	if (!at) {
		end_twin(twin);
		return 0;
	}
	item = bpf_kptr_xchg(&at->item, twin);
	if (item)
		end_item(item);
	return 0;
}

SEC("tc") __failure __rule("kptr.not-live")
__msg("an object that is Constructing (constructed: nothing) cannot escape")
__description("who takes it out believes that its list is there")
int exchange_half_made(struct __sk_buff *skb)
{
	struct box *box = new(struct box);
	struct slot *at = slot(0);

	if (!box)
		return 0;
	if (!at) {
		bpf_kptr_free(box);
		return 0;
	}
	box = bpf_kptr_xchg(&at->box, box);
	if (box)
		end_box(box);
	return 0;
}

SEC("tc") __failure __rule("kptr.not-owned")
__msg("bpf_kptr_xchg needs a reference to give away: R2 has static_ref=0")
__description("what one map owns cannot be given to another")
int exchange_what_a_map_owns(struct __sk_buff *skb)
{
	struct slot *a = slot(0), *b = slot(1);
	struct entry *entry;

	if (!a || !b)
		return 0;
	entry = a->entry;
	if (!entry)
		return 0;
	entry = bpf_kptr_xchg(&b->entry, entry);
	if (entry)
		put_entry(entry);
	return 0;
}

/* readable under RCU, owns an item */
struct shell {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct item __kptr *item;
};
KNOWN(shell);

struct beach {
	struct shell __kptr *shell;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct beach);
} beaches SEC(".maps");

SEC("tc") __failure __rule("kptr.holder-read-only")
__msg("R1 points into an object that RCU keeps readable only")
__description("the object with the field may be ending just now")
int exchange_in_what_is_read(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct beach *beach = bpf_map_lookup_elem(&beaches, &key);
	struct shell *shell;
	struct item *item;

	if (!beach)
		return 0;
	shell = beach->shell;
	if (!shell)
		return 0;
	item = bpf_kptr_xchg(&shell->item, NULL);
	if (item)
		end_item(item);
	return 0;
}

LICENSE("GPL");
