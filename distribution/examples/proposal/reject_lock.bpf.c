/* Rules of locks: one program, one rule. */
#include "proposal_things.h"

struct counter {
	struct bpf_spin_lock lock;
	__u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct counter);
} counters SEC(".maps");

/* readable under RCU, with a lock of its own */
struct guarded {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_spin_lock lock;
};

KNOWN(guarded);

struct slot {
	struct guarded __kptr *guarded;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

/* its node has a lock of its own */
struct careful {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_spin_lock lock __node_lock;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};

static __always_inline struct careful *make_careful(void)
{
	struct careful *careful = new(struct careful);

	if (!careful)
		return NULL;
	bpf_refcount_set(&careful->ref, 1);
	bpf_spin_lock_init(&careful->lock);
	bpf_list_node_init(&careful->node);
	bpf_owner_init(&careful->owner);
	return careful;
}

static __always_inline void put_careful(struct careful *careful)
{
	if (bpf_refcount_put(careful)) {
		bpf_list_node_fini(&careful->node);
		bpf_kptr_free(careful);
	}
}

static __always_inline struct counter *counter(__u32 key)
{
	return bpf_map_lookup_elem(&counters, &key);
}

SEC("tc") __failure __rule("lock.not-there")
__msg("R1 must be the address of a lock, and is offset -4 of the stack")
__description("a lock on the stack locks nobody out")
int lock_on_stack(struct __sk_buff *skb)
{
	struct bpf_spin_lock mine = {};

	bpf_spin_lock(&mine);
	bpf_spin_unlock(&mine);
	return 0;
}

SEC("tc") __failure __rule("lock.not-there")
__msg("R1 must be the address of a lock, and is a variable offset of map 'counters'")
__description("which of the two places is not known")
int lock_somewhere(struct __sk_buff *skb)
{
	struct counter *at = counter(0);
	struct bpf_spin_lock *somewhere;

	if (!at)
		return 0;
	somewhere = (void *)at + (bpf_get_prandom_u32() & 4);
	bpf_spin_lock(somewhere);
	bpf_spin_unlock(somewhere);
	return 0;
}

SEC("tc") __failure __rule("lock.not-there")
__msg("R1 must be the address of a lock, and is offset 4 of map 'counters'")
__description("the counter is no lock")
int lock_beside(struct __sk_buff *skb)
{
	struct counter *at = counter(0);

	if (!at)
		return 0;
	bpf_spin_lock((void *)&at->count);
	bpf_spin_unlock((void *)&at->count);
	return 0;
}

SEC("tc") __failure __rule("lock.not-live")
__msg("R1 points into an object that is Constructing (constructed: offset 8)")
__description("the list beside the lock is not there yet")
int lock_unfinished(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_spin_lock_init(&box->lock);
	bpf_spin_lock(&box->lock);
	bpf_spin_unlock(&box->lock);
	bpf_kptr_free(box);
	return 0;
}

SEC("tc") __failure __rule("lock.borrowed-in-rcu")
__msg("R1 is only readable: RCU keeps its memory, not the object")
__description("the object may be on its way out")
int lock_what_is_only_read(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	struct guarded *guarded;

	if (!slot)
		return 0;
	guarded = slot->guarded;
	if (!guarded)
		return 0;
	bpf_spin_lock(&guarded->lock);
	bpf_spin_unlock(&guarded->lock);
	return 0;
}

SEC("tc") __failure __rule("lock.already-held")
__msg("bpf_spin_lock while another lock of its kind is held")
__description("two CPUs that do it the other way around wait for each other")
int lock_two(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_spin_lock(&other_lock);
	bpf_spin_unlock(&other_lock);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock") __rule("lock.already-held")
__msg("bpf_node_lock while another lock of its kind is held")
__description("two node locks have no order")
int lock_two_nodes(struct __sk_buff *skb)
{
	struct careful *a = make_careful(), *b;

	if (!a)
		return 0;
	b = make_careful();
	if (!b) {
		put_careful(a);
		return 0;
	}
	bpf_node_lock(&a->lock);
	bpf_node_lock(&b->lock);
	bpf_node_unlock(&b->lock);
	bpf_node_unlock(&a->lock);
	put_careful(a);
	put_careful(b);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock") __rule("lock.node-order")
__msg("bpf_spin_lock is against the order of container locks and node locks here")
__description("a container lock comes before a node lock")
int lock_node_then_container(struct __sk_buff *skb)
{
	struct careful *careful = make_careful();

	if (!careful)
		return 0;
	bpf_node_lock(&careful->lock);
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	bpf_node_unlock(&careful->lock);
	put_careful(careful);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock lock.order=node-container")
__rule("lock.node-order")
__msg("bpf_node_lock is against the order of container locks and node locks here")
__description("unless the order is the other one")
int lock_container_then_node(struct __sk_buff *skb)
{
	struct careful *careful = make_careful();

	if (!careful)
		return 0;
	bpf_spin_lock(&lock);
	bpf_node_lock(&careful->lock);
	bpf_node_unlock(&careful->lock);
	bpf_spin_unlock(&lock);
	put_careful(careful);
	return 0;
}

SEC("tc") __failure __rule("lock.not-held")
__msg("bpf_spin_unlock of a lock that is not held")
__description("somebody else may hold it")
int unlock_what_is_free(struct __sk_buff *skb)
{
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.held")
__msg("BPF_EXIT instruction in main prog cannot be reached while a lock is held")
__description("nobody would ever release it")
int exit_with_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.call-inside")
__msg("bpf_get_prandom_u32 may not be called while a lock is held")
__description("only functions that say so are called there")
int call_with_lock(struct __sk_buff *skb)
{
	int number;

	bpf_spin_lock(&lock);
	number = bpf_get_prandom_u32();
	bpf_spin_unlock(&lock);
	return number & 1;
}

SEC("tc") __failure __rule("lock.call-inside")
__msg("bpf_kptr_free may not be called while a lock is held")
__description("nothing is freed there")
int free_with_lock(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_list_node_fini(&item->node);
	bpf_spin_lock(&lock);
	bpf_kptr_free(item);
	bpf_spin_unlock(&lock);
	return 0;
}

__weak int anybody(int number)
{
	opaque(number);
	return number;
}

SEC("tc") __failure __rule("lock.global-call-inside")
__msg("a global function may not be called while a lock is held")
__description("a global function is verified on its own, and may lock itself")
int call_global_with_lock(struct __sk_buff *skb)
{
	int number;

	bpf_spin_lock(&lock);
	number = anybody(1);
	bpf_spin_unlock(&lock);
	return number;
}

LICENSE("GPL");
