/*
 * What Linux 6.18 accepts although it goes wrong. Under the policy holes=6.18 these programs are accepted as well;
 * NEEDED.tsv tells what happens when they run.
 */
#include "example.h"
#include "rbtree.h"
#include "refcount.h"
#include "rcu.h"
#include "kptr.h"
#include "dynptr.h"

struct shared {
	__u64 key;
	__u64 value;
	struct bpf_refcount owners;
};

SEC("tc") __success __under("holes=6.18")
__description("the count is looked for 8 bytes too far behind, and the reference leads past the object")
int share_by_a_shifted_pointer(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared), *second;

	if (!shared)
		return 0;
	second = bpf_refcount_acquire_impl(&shared->value, NULL);
	second->value = 1;
	bpf_obj_drop(second);
	bpf_obj_drop(shared);
	return 0;
}

struct item {
	__u64 key;
	struct bpf_rb_node node;
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_rb_root root __contains(item, node);
private(a) struct bpf_rb_root second_root __contains(item, node);

static bool no_order(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return false;
}

static __noinline bool takes_out(struct bpf_rb_node *node)
{
	struct bpf_rb_node *taken = bpf_rbtree_remove(&root, node);

	if (taken)
		bpf_rbtree_add(&second_root, taken, no_order);
	return false;
}

static bool has_it_taken_out(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return takes_out((struct bpf_rb_node *)b);
}

SEC("tc") __success __under("holes=6.18")
__description("a node is taken out of the tree while another is being added below it")
int remove_below_comparison(struct __sk_buff *skb)
{
	struct item *item;

	for (int i = 0; i < 2; i++) {
		item = bpf_obj_new(struct item);
		if (!item)
			return 0;
		bpf_spin_lock(&lock);
		bpf_rbtree_add(&root, &item->node, has_it_taken_out);
		bpf_spin_unlock(&lock);
	}
	return 0;
}

__noinline int throws_what_it_is_told(__u64 cookie)
{
	if (cookie)
		bpf_throw(cookie);
	return 0;
}

SEC("tc") __success __under("holes=6.18")
__description("a global function is verified without its caller, whose object is lost when it throws")
int throws_with_the_callers_object(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared);

	if (!shared)
		return 0;
	throws_what_it_is_told(skb->len);
	bpf_obj_drop(shared);
	return 0;
}

SEC("cgroup_skb/ingress") __success __under("holes=6.18")
__description("what a global function throws is not held against what the program may return")
int throws_any_answer(struct __sk_buff *skb)
{
	return throws_what_it_is_told(skb->len) & 1;
}

struct place {
	struct shared __kptr *stored;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct place);
} places SEC(".maps");

SEC("tc") __success __under("holes=6.18")
__description("the object that was stored loses its last owner before the reference is taken, and there is none")
int reference_to_stored_unchecked(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared), *seen, *second;
	struct place *place;
	__u32 key = 0;

	if (!shared)
		return 0;
	place = bpf_map_lookup_elem(&places, &key);
	if (!place) {
		bpf_obj_drop(shared);
		return 0;
	}
	shared = bpf_kptr_xchg(&place->stored, shared);
	if (shared)
		bpf_obj_drop(shared);
	seen = place->stored;
	if (!seen)
		return 0;
	shared = bpf_kptr_xchg(&place->stored, NULL);
	if (shared)
		bpf_obj_drop(shared);
	second = bpf_refcount_acquire(seen);
	second->value = 1;
	bpf_obj_drop(second);
	return 0;
}

struct flow {
	__u64 packets;
};

struct guarded {
	struct bpf_spin_lock lock;
	struct flow __kptr *flow;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

SEC("syscall") __success __under("holes=6.18")
__description("what was read under a lock is written after the unlock, when it has gone")
int written_after_unlock(void *ctx)
{
	struct flow *flow = bpf_obj_new(typeof(*flow)), *seen;
	struct guarded *value;
	__u32 key = 0;

	if (!flow)
		return 0;
	value = bpf_map_lookup_elem(&guarded, &key);
	if (!value) {
		bpf_obj_drop(flow);
		return 0;
	}
	flow->packets = 0;
	flow = bpf_kptr_xchg(&value->flow, flow);
	if (flow)
		bpf_obj_drop(flow);

	bpf_spin_lock(&value->lock);
	seen = value->flow;
	bpf_spin_unlock(&value->lock);
	flow = bpf_kptr_xchg(&value->flow, NULL);
	if (flow)
		bpf_obj_drop(flow);
	if (seen)
		seen->packets = 1;
	return 0;
}

SEC("syscall") __success __under("holes=6.18")
__description("what was read under a lock is read after the unlock: nothing keeps it")
int read_after_unlock(void *ctx)
{
	struct guarded *value;
	struct flow *seen;
	__u32 key = 0;

	value = bpf_map_lookup_elem(&guarded, &key);
	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	seen = value->flow;
	bpf_spin_unlock(&value->lock);
	return seen ? seen->packets : 0;
}

SEC("syscall") __success __under("holes=6.18")
__description("a reference to what was seen in a read section, and went after it")
int reference_after_section(void *ctx)
{
	struct shared *shared = bpf_obj_new(struct shared), *seen;
	struct place *place;
	__u32 key = 0;

	if (!shared)
		return 0;
	place = bpf_map_lookup_elem(&places, &key);
	if (!place) {
		bpf_obj_drop(shared);
		return 0;
	}
	shared = bpf_kptr_xchg(&place->stored, shared);
	if (shared)
		bpf_obj_drop(shared);
	bpf_rcu_read_lock();
	seen = place->stored;
	bpf_rcu_read_unlock();
	shared = bpf_kptr_xchg(&place->stored, NULL);
	if (shared)
		bpf_obj_drop(shared);
	if (!seen)
		return 0;
	shared = bpf_refcount_acquire(seen);
	if (shared)
		bpf_obj_drop(shared);
	return 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} samples SEC(".maps");

SEC("tc") __success __under("holes=6.18")
__description("a slice of a record is written after the record was submitted")
int slice_of_a_submitted_record(struct __sk_buff *skb)
{
	struct bpf_dynptr record;
	__u64 *slice;

	bpf_ringbuf_reserve_dynptr(&records, 8, 0, &record);
	slice = bpf_dynptr_slice_rdwr(&record, 0, NULL, 8);
	bpf_ringbuf_submit_dynptr(&record, 0);
	if (slice)
		*slice = 1;
	return 0;
}

static __noinline int submits_and_reads(struct bpf_dynptr *record)
{
	struct bpf_dynptr copy;
	__u64 word;

	bpf_dynptr_clone(record, &copy);
	bpf_ringbuf_submit_dynptr(record, 0);
	return bpf_dynptr_read(&word, sizeof(word), &copy, 0, 0);
}

SEC("tc") __success __under("holes=6.18")
__description("a copy of a dynptr in another frame outlives the record")
int copy_in_another_frame(struct __sk_buff *skb)
{
	struct bpf_dynptr record;

	bpf_ringbuf_reserve_dynptr(&records, 8, 0, &record);
	return submits_and_reads(&record);
}

__noinline int looks_after_writing(struct __sk_buff *skb, const struct bpf_dynptr *packet)
{
	volatile __u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	__u64 word = 0;

	if (data + 8 > end)
		return 0;
	bpf_dynptr_write(packet, 0, &word, sizeof(word), 0);
	return data[0];
}

SEC("tc") __success __under("holes=6.18")
__description("what a global function writes through a dynptr may move the packet under its pointers")
int packet_moved_in_a_global_function(struct __sk_buff *skb)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_skb(skb, 0, &packet);
	return looks_after_writing(skb, &packet);
}

static long keeps_a_copy(struct bpf_dynptr *sample, void *context)
{
	bpf_dynptr_clone(sample, context);
	return 1;
}

SEC("tc") __success __under("holes=6.18")
__description("a copy of a sample outlives the callback that it was lent to")
int copy_of_a_sample(struct __sk_buff *skb)
{
	static __u64 none;
	struct bpf_dynptr kept;
	__u64 word;

	bpf_dynptr_from_mem(&none, sizeof(none), 0, &kept);
	bpf_user_ringbuf_drain(&samples, keeps_a_copy, &kept, 0);
	return bpf_dynptr_read(&word, sizeof(word), &kept, 0, 0);
}

LICENSE("GPL");
