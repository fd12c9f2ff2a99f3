/* lock.order: which of a list's lock and a node's lock is taken first. With the node first, one who found a node can hold
   it still while choosing the list. */
#include "proposal_example.h"

struct task {
	__u64 number;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
	struct bpf_spin_lock node_lock __node_lock;
};

private(even) struct bpf_spin_lock even_lock;
private(even) struct bpf_list_head even __value(struct, task, node);

private(odd) struct bpf_spin_lock odd_lock;
private(odd) struct bpf_list_head odd __value(struct, task, node);

static long reclaim(struct task *task)
{
	bpf_list_node_fini(&task->node);
	bpf_kptr_free(task);
	return 0;
}

static struct task *make(__u64 number)
{
	struct task *task = new(struct task);

	if (!task)
		return NULL;
	task->number = number;
	bpf_refcount_set(&task->ref, 2);
	bpf_rcu_head_init(&task->rcu);
	bpf_list_node_init(&task->node);
	bpf_owner_init(&task->owner);
	bpf_spin_lock_init(&task->node_lock);
	return task;
}

static void put(struct task *task)
{
	if (bpf_refcount_put(task))
		bpf_call_rcu(task, reclaim);
}

SEC("tc") __success __retval(0) __under("unknown-nodes=owner+node-lock lock.order=node-container")
__description("the node is held still, then the list is chosen")
int node_first(struct __sk_buff *skb)
{
	struct task *task = make(skb->len);

	if (!task)
		return -ENOMEM;
	bpf_node_lock(&task->node_lock);
	if (task->number & 1) {
		bpf_spin_lock(&odd_lock);
		bpf_list_add(&task->node, &odd);
		bpf_spin_unlock(&odd_lock);
	} else {
		bpf_spin_lock(&even_lock);
		bpf_list_add(&task->node, &even);
		bpf_spin_unlock(&even_lock);
	}
	bpf_node_unlock(&task->node_lock);
	put(task);
	return 0;
}

SEC("tc") __success __retval(1) __under("unknown-nodes=owner+node-lock lock.order=container-node")
__description("the list is held still, then each of its nodes in turn")
int list_first(struct __sk_buff *skb)
{
	struct task *task = make(1), *first;
	int number = 0;

	if (!task)
		return -ENOMEM;
	bpf_spin_lock(&odd_lock);
	bpf_node_lock(&task->node_lock);
	bpf_list_add(&task->node, &odd);
	bpf_node_unlock(&task->node_lock);
	first = bpf_list_first(&odd);
	if (first)
		number = first->number;
	bpf_spin_unlock(&odd_lock);
	put(task);
	return number;
}

SEC("tc") __failure __rule("lock.node-order")
__under("unknown-nodes=owner+node-lock lock.order=container-node")
__description("the other way round two CPUs could wait for each other")
int node_first_refused(struct __sk_buff *skb)
{
	struct task *task = make(skb->len);

	if (!task)
		return -ENOMEM;
	bpf_node_lock(&task->node_lock);
	bpf_spin_lock(&odd_lock);
	bpf_list_add(&task->node, &odd);
	bpf_spin_unlock(&odd_lock);
	bpf_node_unlock(&task->node_lock);
	put(task);
	return 0;
}

LICENSE("GPL");
