/* unknown-nodes: what can be done with an object that was merely found. By asking its owner it leaves whatever list it is
   on; by a claim it enters one. The race_*.bpf.c do this on two CPUs. */
#include "proposal_example.h"

struct task {
	__u64 number;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};

struct queue {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __value(struct, task, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct queue);
} queues SEC(".maps");

struct slot {
	struct task __kptr *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static long reclaim(struct task *task)
{
	bpf_list_node_fini(&task->node);
	bpf_kptr_free(task);
	return 0;
}

static void put(struct task *task)
{
	if (bpf_refcount_put(task))
		bpf_call_rcu(task, reclaim);
}

static struct queue *queue(__u32 key)
{
	return bpf_map_lookup_elem(&queues, &key);
}

/* a task in the map, on that queue if it is one */
static int begin(struct queue *queue)
{
	struct task *task = new(struct task);
	struct slot *slot;
	__u32 key = 0;

	if (!task)
		return -ENOMEM;
	task->number = 5;
	bpf_refcount_set(&task->ref, 1);
	bpf_rcu_head_init(&task->rcu);
	bpf_list_node_init(&task->node);
	bpf_owner_init(&task->owner);
	if (queue) {
		bpf_refcount_inc(&task->ref, 1);
		bpf_spin_lock(&queue->lock);
		bpf_list_add(&task->node, &queue->head);
		bpf_spin_unlock(&queue->lock);
	}
	slot = bpf_map_lookup_elem(&slots, &key);
	if (slot)
		task = bpf_kptr_xchg(&slot->task, task);
	if (task)
		put(task);
	return 0;
}

/* the task in the map, which is the caller's too then; nothing is known of its node */
static struct task *find(void)
{
	struct slot *slot;
	__u32 key = 0;

	slot = bpf_map_lookup_elem(&slots, &key);
	return slot ? bpf_kptr_get(&slot->task) : NULL;
}

SEC("tc") __success __retval(5) __under("unknown-nodes=owner")
__description("from the node to the queue that has it, without a walk: lock that, ask again, take it out")
int leave_any_queue(struct __sk_buff *skb)
{
	struct queue *owner;
	struct task *task;
	int number = 0;

	if (begin(queue(skb->len & 3)))
		return -ENOMEM;
	task = find();
	if (!task)
		return -ENOENT;
	owner = bpf_list_owner(&task->node, bpf_core_type_id_local(struct queue));
	if (!owner)
		goto out;
	bpf_spin_lock(&owner->lock);
	if (bpf_list_owns_node(&task->node, &owner->head)) {
		bpf_list_remove(&task->node, &owner->head);
		bpf_spin_unlock(&owner->lock);
		number = task->number;
		bpf_refcount_put(task); /* what the queue had */
	} else {
		bpf_spin_unlock(&owner->lock);
	}
out:
	put(task);
	return number;
}

SEC("tc") __success __retval(5) __under("unknown-nodes=owner+claim")
__description("reserve the node of a task that was found, then queue it")
int enter_a_queue(struct __sk_buff *skb)
{
	struct queue *mine = queue(1);
	struct task *task;
	int number = 0;

	if (!mine || begin(NULL))
		return -ENOMEM;
	task = find();
	if (!task)
		return -ENOENT;
	if (bpf_list_claim_node(&task->node)) {
		number = task->number;
		bpf_refcount_inc(&task->ref, 1);
		bpf_spin_lock(&mine->lock);
		bpf_list_add(&task->node, &mine->head);
		bpf_spin_unlock(&mine->lock);
	}
	put(task);
	return number;
}

SEC("tc") __success __retval(2) __under("unknown-nodes=owner+claim")
__description("who took a node out has it reserved already: asking for it is answered with yes")
int claim_what_was_removed(struct __sk_buff *skb)
{
	struct queue *mine = queue(1);
	struct task *task;
	int claimed = 0;

	if (!mine || begin(mine))
		return -ENOMEM;
	task = find();
	if (!task)
		return -ENOENT;
	bpf_spin_lock(&mine->lock);
	if (bpf_list_owns_node(&task->node, &mine->head)) {
		task = bpf_list_remove(&task->node, &mine->head);
		bpf_spin_unlock(&mine->lock);
		if (bpf_list_claim_node(&task->node)) {
			claimed++;
			bpf_refcount_put(task); /* what the queue had; the claim that was asked for stays */
			bpf_list_unclaim_node(&task->node);
		}
		if (bpf_list_claim_node(&task->node)) {
			claimed++;
			bpf_list_unclaim_node(&task->node);
		}
	} else {
		bpf_spin_unlock(&mine->lock);
	}
	put(task);
	return claimed;
}

SEC("tc") __failure __rule("list.already-linked") __under("unknown-nodes=owner+claim")
__msg("the node may be on a collection already: it is Unknown")
__description("what was found is not added on good faith")
int enter_unasked(struct __sk_buff *skb)
{
	struct queue *mine = queue(1);
	struct task *task;

	if (!mine || begin(NULL))
		return -ENOMEM;
	task = find();
	if (!task)
		return -ENOENT;
	bpf_refcount_inc(&task->ref, 1);
	bpf_spin_lock(&mine->lock);
	bpf_list_add(&task->node, &mine->head);
	bpf_spin_unlock(&mine->lock);
	put(task);
	return 0;
}

LICENSE("GPL");
