/* Lists of objects with one owner: what goes in belongs to the list, what comes out to the program. */
#include "proposal_things.h"

SEC("tc") __success __retval(0)
__description("an object is constructed, destructed and freed")
int make_and_end(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (item)
		end_item(item);
	return 0;
}

SEC("tc") __success __retval(1)
__description("added at one end, popped at the other")
int add_and_pop(struct __sk_buff *skb)
{
	struct item *item = make_item();
	int key;

	if (!item)
		return 1;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	item = bpf_list_pop_back(&items);
	bpf_spin_unlock(&lock);
	if (!item)
		return 2;
	key = item->key;
	end_item(item);
	return key;
}

SEC("tc") __success __retval(0)
__description("until unlock what was given away can still be taken back")
int add_and_remove(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	item = bpf_list_remove(&item->node, &items);
	bpf_spin_unlock(&lock);
	end_item(item);
	return 0;
}

SEC("tc") __success __retval(7)
__description("and its members can be used")
int use_until_unlock(struct __sk_buff *skb)
{
	struct item *item = make_item();
	int key;

	if (!item)
		return 7;
	bpf_spin_lock(&lock);
	bpf_list_add_tail(&item->node, &items);
	item->key = 7;
	key = item->key;
	bpf_spin_unlock(&lock);
	return key;
}

SEC("tc") __success __retval(2)
__description("first and last are borrowed until unlock")
int borrow_both_ends(struct __sk_buff *skb)
{
	struct item *a = make_item(), *b;
	__u64 sum = 0;

	if (!a)
		return 2;
	b = make_item();
	if (!b) {
		end_item(a);
		return 2;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&a->node, &items);
	bpf_list_add(&b->node, &items);
	a = bpf_list_first(&items);
	b = bpf_list_last(&items);
	if (a && b)
		sum = a->key + b->key;
	bpf_spin_unlock(&lock);
	return sum;
}

SEC("tc") __success __retval(1)
__description("an empty list says so")
int ask_whether_empty(struct __sk_buff *skb)
{
	int empty;

	bpf_spin_lock(&lock);
	empty = bpf_list_empty(&items);
	bpf_spin_unlock(&lock);
	return empty;
}

struct sum {
	__u64 keys;
};

static long add_up(struct item *item, struct sum *sum)
{
	sum->keys += item->key;
	return 0;
}

SEC("tc") __success
__description("every element is seen")
int sum_of_keys(struct __sk_buff *skb)
{
	struct sum sum = {};

	bpf_spin_lock(&lock);
	bpf_list_for_each(&items, add_up, &sum, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

struct hand {
	struct item *item;
};

static long take_and_stop(struct item *item, struct hand *hand)
{
	hand->item = bpf_list_remove(&item->node, &items);
	return 1;
}

SEC("tc") __success __retval(0)
__description("the callback hands what it removed out through its context, and ends the iteration")
int take_first_in_iteration(struct __sk_buff *skb)
{
	struct hand hand = {};

	bpf_spin_lock(&lock);
	bpf_list_for_each(&items, take_and_stop, &hand, 0);
	bpf_spin_unlock(&lock);
	if (hand.item)
		end_item(hand.item);
	return 0;
}

static long move_over(struct item *item, void *ctx)
{
	item = bpf_list_remove(&item->node, &items);
	bpf_list_add_tail(&item->node, &more_items);
	return 0;
}

SEC("tc") __success __retval(0)
__description("all elements move to another list under the same lock")
int move_all(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	bpf_list_for_each(&items, move_over, NULL, 0);
	item = bpf_list_pop_front(&more_items);
	bpf_spin_unlock(&lock);
	if (!item)
		return 1;
	end_item(item);
	return 0;
}

SEC("tc") __success __retval(0)
__description("two nodes: the object is on one of its lists at a time")
int one_list_then_the_other(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();

	if (!twin)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&twin->first, &first_twins);
	twin = bpf_list_remove(&twin->first, &first_twins);
	bpf_list_add(&twin->second, &second_twins);
	twin = bpf_list_pop_front(&second_twins);
	bpf_spin_unlock(&lock);
	if (!twin)
		return 1;
	end_twin(twin);
	return 0;
}

SEC("tc") __success __retval(0)
__description("an object owns others, under its own lock; what is left is drained")
int list_in_object(struct __sk_buff *skb)
{
	struct box *box = make_box();
	struct item *item;

	if (!box)
		return 0;
	item = make_item();
	if (item) {
		bpf_spin_lock(&box->lock);
		bpf_list_add(&item->node, &box->items);
		bpf_spin_unlock(&box->lock);
	}
	end_box(box);
	return 0;
}

LICENSE("GPL");
