/* What lists can do since 7.x. */
#include "example.h"
#include "list_newer.h"
#include "refcount.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head head __contains(item, node);
private(a) struct bpf_list_head second __contains(item, node);

static __noinline int push(__u64 key)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return -ENOMEM;
	item->key = key;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &item->node);
	bpf_spin_unlock(&lock);
	return 0;
}

static __noinline int drain(void)
{
	struct bpf_list_node *node;
	int digits = 0;

	for (int i = 0; i < 4; i++) {
		bpf_spin_lock(&lock);
		node = bpf_list_pop_front(&head);
		bpf_spin_unlock(&lock);
		if (!node)
			break;
		digits = digits * 10 + (int)container_of(node, struct item, node)->key;
		bpf_obj_drop(container_of(node, struct item, node));
	}
	return digits;
}

SEC("tc") __success __under("kernel=7.2") __retval(132) __description("3 comes behind the first")
int add_in_the_middle(struct __sk_buff *skb)
{
	struct bpf_list_node *first;
	struct item *item;
	int added = -1;

	if (push(1) || push(2))
		return -ENOMEM;
	item = bpf_obj_new(struct item);
	if (!item)
		return -ENOMEM;
	item->key = 3;
	bpf_spin_lock(&lock);
	first = bpf_list_front(&head);
	if (!first) {
		bpf_spin_unlock(&lock);
		bpf_obj_drop(item);
		return -1;
	}
	added = bpf_list_add(&head, &item->node, first);
	bpf_spin_unlock(&lock);
	return added ? added : drain();
}

SEC("tc") __success __under("kernel=7.2") __retval(-EINVAL)
__description("behind what is on another list nothing can be put; what was given is dropped")
int add_behind_a_stranger(struct __sk_buff *skb)
{
	struct bpf_list_node *first;
	struct item *item;
	int added;

	if (push(1))
		return -ENOMEM;
	item = bpf_obj_new(struct item);
	if (!item)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	first = bpf_list_front(&head);
	if (!first) {
		bpf_spin_unlock(&lock);
		bpf_obj_drop(item);
		return -1;
	}
	added = bpf_list_add(&second, &item->node, first);
	bpf_spin_unlock(&lock);
	return added;
}

SEC("tc") __success __under("kernel=7.2") __retval(1)
__description("the last is deleted through a borrowed pointer; from the other list it cannot be")
int delete_the_last(struct __sk_buff *skb)
{
	struct bpf_list_node *last, *missing, *taken;

	if (push(1) || push(2))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	last = bpf_list_back(&head);
	if (!last) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	missing = bpf_list_del(&second, last);
	taken = bpf_list_del(&head, last);
	bpf_spin_unlock(&lock);
	if (taken)
		bpf_obj_drop(container_of(taken, struct item, node));
	if (missing) {
		bpf_obj_drop(container_of(missing, struct item, node));
		return -2;
	}
	return taken ? drain() : -3;
}

SEC("tc") __success __under("kernel=7.2") __retval(1011)
__description("is the first first, last; is the last first, last; of the other list: is it empty")
int questions(struct __sk_buff *skb)
{
	struct bpf_list_node *first, *last;
	int answers = 0;

	if (push(1) || push(2))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	first = bpf_list_front(&head);
	last = bpf_list_back(&head);
	if (first && last) {
		answers = bpf_list_is_first(&head, first);
		answers = answers * 10 + bpf_list_is_last(&head, first);
		answers = answers * 10 + bpf_list_is_last(&head, last);
		answers = answers * 10 + bpf_list_empty(&second);
	}
	bpf_spin_unlock(&lock);
	return answers;
}

SEC("tc") __failure __under("kernel=7.2") __msg("bpf_spin_lock at off=0 must be held for bpf_list_head")
__rule("list.lock-not-held")
int ask_without_lock(struct __sk_buff *skb)
{
	return bpf_list_empty(&head);
}

LICENSE("GPL");
