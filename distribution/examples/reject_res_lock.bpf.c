/* Rules of resilient locks: one program, one rule. */
#include "example.h"
#include "rbtree.h"

struct guarded {
	__u64 count;
	struct bpf_res_spin_lock lock;
};

struct bare {
	struct bpf_res_spin_lock lock;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} unguarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 16);
} untyped SEC(".maps");

struct item {
	__u64 key;
	struct bpf_list_node node;
};

struct leaf {
	__u64 key;
	struct bpf_rb_node node;
};

private(e) struct bpf_spin_lock tree_lock;
private(e) struct bpf_rb_root tree __contains(leaf, node);
private(f) struct bpf_res_spin_lock res_tree_lock;
private(f) struct bpf_rb_root res_tree __contains(leaf, node);
private(a) struct bpf_res_spin_lock lock_a;
private(b) struct bpf_res_spin_lock lock_b;
private(c) struct bpf_spin_lock plain;
private(d) struct bpf_res_spin_lock list_lock;
private(d) struct bpf_list_head list __contains(item, node);

__noinline int global_function(int x)
{
	return x + 1;
}

SEC("tc") __failure __msg("bpf_res_spin_unlock without taking a lock")
__rule("lock.res-not-held-at-unlock") __description("whether it was taken is not looked at")
int answer_ignored(struct __sk_buff *skb)
{
	bpf_res_spin_lock(&lock_a);
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("Acquiring the same lock again, AA deadlock detected")
__rule("lock.deadlock")
int taken_twice(struct __sk_buff *skb)
{
	if (bpf_res_spin_lock(&lock_a))
		return 0;
	if (!bpf_res_spin_lock(&lock_a))
		bpf_res_spin_unlock(&lock_a);
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("Acquiring the same lock again, AA deadlock detected")
__rule("lock.deadlock")
int taken_twice_saving_interrupts(struct __sk_buff *skb)
{
	unsigned long outer, inner;

	if (bpf_res_spin_lock_irqsave(&lock_a, &outer))
		return 0;
	if (!bpf_res_spin_lock_irqsave(&lock_a, &inner))
		bpf_res_spin_unlock_irqrestore(&lock_a, &inner);
	bpf_res_spin_unlock_irqrestore(&lock_a, &outer);
	return 0;
}

SEC("tc") __failure __msg("bpf_res_spin_unlock cannot be out of order")
__rule("lock.res-out-of-order")
int outer_released_first(struct __sk_buff *skb)
{
	if (bpf_res_spin_lock(&lock_a))
		return 0;
	if (bpf_res_spin_lock(&lock_b)) {
		bpf_res_spin_unlock(&lock_a);
		return 0;
	}
	bpf_res_spin_unlock(&lock_a);
	bpf_res_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock cannot be out of order")
__rule("lock.out-of-order")
int plain_released_first(struct __sk_buff *skb)
{
	bpf_spin_lock(&plain);
	if (bpf_res_spin_lock(&lock_a)) {
		bpf_spin_unlock(&plain);
		return 0;
	}
	bpf_spin_unlock(&plain);
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("bpf_res_spin_unlock of different lock")
__rule("lock.res-different-lock")
int other_released(struct __sk_buff *skb)
{
	if (bpf_res_spin_lock(&lock_a))
		return 0;
	bpf_res_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("bpf_res_spin_unlock of different lock")
__rule("lock.res-different-lock") __description("interrupts would stay off")
int interrupts_not_restored(struct __sk_buff *skb)
{
	unsigned long flags;

	if (bpf_res_spin_lock_irqsave(&lock_a, &flags))
		return 0;
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
int not_released(struct __sk_buff *skb)
{
	return bpf_res_spin_lock(&lock_a) ? 0 : 1;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int plain_under_resilient(struct __sk_buff *skb)
{
	if (bpf_res_spin_lock(&lock_a))
		return 0;
	bpf_spin_lock(&plain);
	bpf_spin_unlock(&plain);
	bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("use static function instead")
__rule("lock.global-call-in-section")
int global_under_resilient(struct __sk_buff *skb)
{
	int answer;

	if (bpf_res_spin_lock(&lock_a))
		return 0;
	answer = global_function(1);
	bpf_res_spin_unlock(&lock_a);
	return answer;
}

SEC("tc") __failure __msg("arg#0 doesn't point to map value or allocated object")
__rule("lock.res-wrong-pointer")
int lock_on_the_stack(struct __sk_buff *skb)
{
	struct bpf_res_spin_lock lock = {};

	if (!bpf_res_spin_lock(&lock))
		bpf_res_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure
__msg("R1 doesn't have constant offset. bpf_res_spin_lock has to be at the constant offset")
__rule("lock.res-offset-not-constant")
int somewhere(struct __sk_buff *skb)
{
	__u32 key = skb->len & 3;
	void *value = bpf_map_lookup_elem(&guarded, &key);

	if (!value)
		return 0;
	value += skb->mark & 8;
	if (!bpf_res_spin_lock(value))
		bpf_res_spin_unlock(value);
	return 0;
}

SEC("tc") __failure __msg("map 'untyped' has to have BTF in order to use bpf_res_spin_lock")
__rule("lock.res-map-without-types")
int in_a_map_without_types(struct __sk_buff *skb)
{
	__u32 key = 0;
	void *value = bpf_map_lookup_elem(&untyped, &key);

	if (value && !bpf_res_spin_lock(value))
		bpf_res_spin_unlock(value);
	return 0;
}

SEC("tc") __failure __msg("map 'unguarded' has no valid bpf_res_spin_lock")
__rule("lock.no-res-lock")
int in_a_map_without_locks(struct __sk_buff *skb)
{
	__u32 key = 0;
	void *value = bpf_map_lookup_elem(&unguarded, &key);

	if (value && !bpf_res_spin_lock(value))
		bpf_res_spin_unlock(value);
	return 0;
}

SEC("tc") __failure __msg("local 'kptr' has no valid bpf_res_spin_lock")
__rule("lock.no-res-lock") __description("a struct without other special fields is plain memory")
int in_an_object_that_has_nothing_else(struct __sk_buff *skb)
{
	struct bare *bare = bpf_obj_new(struct bare);

	if (!bare)
		return 0;
	if (!bpf_res_spin_lock(&bare->lock))
		bpf_res_spin_unlock(&bare->lock);
	bpf_obj_drop(bare);
	return 0;
}

SEC("tc") __failure __msg("off 0 doesn't point to 'struct bpf_res_spin_lock' that is at 8")
__rule("lock.res-wrong-offset")
int beside_the_lock(struct __sk_buff *skb)
{
	__u32 key = 0;
	void *value = bpf_map_lookup_elem(&guarded, &key);

	if (value && !bpf_res_spin_lock(value))
		bpf_res_spin_unlock(value);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=-22 must be held for bpf_list_head")
__rule("list.lock-not-held")
int list_without_its_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_list_push_front(&list, &item->node);
	return 0;
}

static bool unlocks(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	bpf_spin_unlock(&tree_lock);
	return false;
}

static bool unlocks_resilient(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	bpf_res_spin_unlock(&res_tree_lock);
	return false;
}

SEC("tc") __failure __msg("can't spin_{lock,unlock} in rbtree cb") __rule("lock.in-tree-callback")
int released_by_the_comparison(struct __sk_buff *skb)
{
	struct leaf *leaf = bpf_obj_new(struct leaf);

	if (!leaf)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&tree, &leaf->node, unlocks);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock at off=-22 must be held for bpf_rb_root")
__rule("rbtree.lock-not-held") __description("found out where the next round begins")
int resilient_released_by_the_comparison(struct __sk_buff *skb)
{
	struct leaf *leaf = bpf_obj_new(struct leaf);

	if (!leaf)
		return 0;
	if (bpf_res_spin_lock(&res_tree_lock)) {
		bpf_obj_drop(leaf);
		return 0;
	}
	bpf_rbtree_add(&res_tree, &leaf->node, unlocks_resilient);
	bpf_res_spin_unlock(&res_tree_lock);
	return 0;
}

SEC("socket") __failure __msg("socket filter progs cannot use bpf_spin_lock yet")
__rule("lock.socket-filter-program")
int in_a_socket_filter(struct __sk_buff *skb)
{
	if (!bpf_res_spin_lock(&lock_a))
		bpf_res_spin_unlock(&lock_a);
	return 0;
}

SEC("tracepoint/sched/sched_switch") __failure __msg("tracing progs cannot use bpf_spin_lock yet")
__rule("lock.tracing-program")
int in_a_tracepoint(void *context)
{
	if (!bpf_res_spin_lock(&lock_a))
		bpf_res_spin_unlock(&lock_a);
	return 0;
}

LICENSE("GPL");
