/* Pointers kept in maps and in objects: what they point to belongs to them. */
#include "proposal_things.h"

struct slot {
	struct item __kptr *item;
	struct shared __kptr *shared;
	struct entry __kptr *entry;
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

SEC("tc") __success __retval(1)
__description("in and out again")
int in_and_out(struct __sk_buff *skb)
{
	struct item *item = make_item(), *old;
	struct slot *at = slot(0);
	int key;

	if (!item)
		return 1;
	if (!at) {
		end_item(item);
		return 2;
	}
	old = bpf_kptr_xchg(&at->item, item);
	if (old)
		end_item(old);
	item = bpf_kptr_xchg(&at->item, NULL);
	if (!item)
		return 3;
	key = item->key;
	end_item(item);
	return key;
}

SEC("tc") __success __retval(0)
__description("what the map still holds when it goes is ended then")
int left_in_the_map(struct __sk_buff *skb)
{
	struct item *item = make_item();
	struct slot *at = slot(1);

	if (!item)
		return 0;
	if (!at) {
		end_item(item);
		return 0;
	}
	item = bpf_kptr_xchg(&at->item, item);
	if (item)
		end_item(item);
	return 0;
}

SEC("tc") __success __retval(0)
__description("out of the map, onto a list: an item is on no list while a map owns it")
int from_map_to_list(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct item *item;

	if (!at)
		return 0;
	item = bpf_kptr_xchg(&at->item, NULL);
	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(0)
__description("without RCU what the map points to can be compared, not followed")
int compare_only(struct __sk_buff *skb)
{
	struct slot *a = slot(0), *b = slot(1);

	if (!a || !b)
		return 0;
	return a->item && (void *)a->item == (void *)b->item;
}

/* owns an item through a field of its own */
struct purse {
	__u64 key;
	struct item __kptr *item;
};

SEC("tc") __success __retval(1)
__description("a field in an object is constructed and destructed with it, and gives what it owned")
int pointer_in_object(struct __sk_buff *skb)
{
	struct purse *purse = new(struct purse);
	struct item *item;
	int key = 1;

	if (!purse)
		return 1;
	bpf_kptr_init(&purse->item);
	item = make_item();
	if (item)
		item = bpf_kptr_xchg(&purse->item, item);
	if (item)
		end_item(item);
	item = bpf_kptr_fini(&purse->item);
	if (item) {
		key = item->key;
		end_item(item);
	}
	bpf_kptr_free(purse);
	return key;
}

/* one owner at a time, its node knows its list */
struct ticket {
	__u64 key;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};

struct place {
	struct ticket __kptr *ticket;
};
KNOWN(ticket);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct place);
} places SEC(".maps");

SEC("tc") __success __under("unknown-nodes=owner+claim") __retval(0)
__description("nobody else could claim the node of what has one owner")
int exchange_after_unclaim(struct __sk_buff *skb)
{
	struct ticket *ticket = new(struct ticket);
	struct place *at;
	__u32 key = 0;

	if (!ticket)
		return 0;
	bpf_list_node_init(&ticket->node);
	bpf_owner_init(&ticket->owner);
	at = bpf_map_lookup_elem(&places, &key);
	if (!at) {
		bpf_list_node_fini(&ticket->node);
		bpf_kptr_free(ticket);
		return 0;
	}
	if (bpf_list_claim_node(&ticket->node))
		bpf_list_unclaim_node(&ticket->node);
	ticket = bpf_kptr_xchg(&at->ticket, ticket);
	if (ticket) {
		bpf_list_node_fini(&ticket->node);
		bpf_kptr_free(ticket);
	}
	return 0;
}

LICENSE("GPL");
