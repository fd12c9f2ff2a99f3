/* What rules keep from happening between processors: each pair of programs does harm under some schedule. */
#include "example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head head __contains(item, node);
private(b) struct bpf_spin_lock other_lock;
private(b) struct bpf_list_head other_head __contains(item, node);

SEC("tc") __success __retval(0)
int pops_and_drops(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct item, node));
	return 0;
}

SEC("tc") __failure __rule("list.lock-not-held")
int pushes_without_the_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_list_push_back(&head, &item->node);
	return 0;
}

SEC("tc") __failure __rule("list.other-lock-held")
int pushes_under_the_wrong_lock(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&other_lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&other_lock);
	return 0;
}

SEC("tc") __failure __rule("memory.not-a-pointer")
int looks_back_at_what_it_pushed(struct __sk_buff *skb)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	return item->key;
}

SEC("tc") __failure __rule("lock.call-in-section")
int takes_one_then_the_other(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_spin_lock(&other_lock);
	bpf_spin_unlock(&other_lock);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.call-in-section")
int takes_the_other_then_one(struct __sk_buff *skb)
{
	bpf_spin_lock(&other_lock);
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	bpf_spin_unlock(&other_lock);
	return 0;
}

LICENSE("GPL");
