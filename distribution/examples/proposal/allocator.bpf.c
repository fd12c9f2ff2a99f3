/* Objects: from raw memory to life and back. */
#include "proposal_things.h"

struct point {
	__u64 x, y;
};

/* a pool of points */
struct {
	__uint(type, BPF_MAP_TYPE_ALLOCATOR);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct point);
} points SEC(".maps");

SEC("tc") __success __retval(7)
__description("a type without special fields is Live at once; its members are plain memory")
int plain_object(struct __sk_buff *skb)
{
	struct point *point = new(struct point);
	int x;

	if (!point)
		return 7;
	point->x = 3;
	point->y = 4;
	x = point->x + point->y;
	bpf_kptr_free(point);
	return x;
}

SEC("tc") __success __retval(1)
__description("memory from a pool")
int from_a_pool(struct __sk_buff *skb)
{
	struct point *point = bpf_kptr_alloc_from(&points, 0);
	int x;

	if (!point)
		return 1;
	point->x = 1;
	x = point->x;
	bpf_kptr_free(point);
	return x;
}

SEC("tc") __success __retval(0)
__description("raw memory can be given back at once")
int give_back_raw_memory(struct __sk_buff *skb)
{
	struct twin *twin = new(struct twin);

	if (twin)
		bpf_kptr_free(twin);
	return 0;
}

SEC("tc") __success __retval(0)
__description("and what was begun can be undone, field by field")
int back_out(struct __sk_buff *skb)
{
	struct twin *twin = new(struct twin);

	if (!twin)
		return 0;
	bpf_list_node_init(&twin->second);
	bpf_list_node_fini(&twin->second);
	bpf_kptr_free(twin);
	return 0;
}

SEC("tc") __success __retval(0)
__description("locks, counts and the like need no destructor, not even half-made")
int back_out_of_a_lock(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_spin_lock_init(&box->lock);
	bpf_kptr_free(box);
	return 0;
}

SEC("tc") __success __retval(0)
__description("a destructed object can be used no more, but is whole until it is freed")
int take_apart(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();

	if (!twin)
		return 0;
	bpf_list_node_fini(&twin->second);
	bpf_list_node_fini(&twin->first);
	twin->key = 5;
	bpf_kptr_free(twin);
	return 0;
}

static __noinline int construct(struct twin *twin)
{
	bpf_list_node_init(&twin->first);
	bpf_list_node_init(&twin->second);
	return 0;
}

SEC("tc") __success __retval(0)
__description("a static function may construct and destruct for its caller")
int constructed_elsewhere(struct __sk_buff *skb)
{
	struct twin *twin = new(struct twin);

	if (!twin)
		return 0;
	construct(twin);
	end_twin(twin);
	return 0;
}

__weak int look_at(__u64 *key)
{
	return key && *key == 7;
}

SEC("tc") __success __retval(1)
__description("a global function may look at a Live object")
int shown_to_a_global_function(struct __sk_buff *skb)
{
	struct item *item = make_item();
	int seen;

	if (!item)
		return 1;
	item->key = 7;
	seen = look_at(&item->key);
	end_item(item);
	return seen;
}

struct hand {
	__u64 freed;
};

static long drain_item(struct item *item, struct hand *hand)
{
	hand->freed++;
	end_item(item);
	return 0;
}

SEC("tc") __success
__description("a list that ends hands what is left to a callback, one by one, owned")
int drain_with_callback(struct __sk_buff *skb)
{
	struct box *box = make_box();
	struct item *item;
	struct hand hand = {};

	if (!box)
		return 0;
	item = make_item();
	if (item) {
		bpf_spin_lock(&box->lock);
		bpf_list_add(&item->node, &box->items);
		bpf_spin_unlock(&box->lock);
	}
	bpf_list_head_fini(&box->items, drain_item, &hand);
	bpf_kptr_free(box);
	return hand.freed;
}

static long drain_over(struct item *item, void *ctx)
{
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(0)
__description("the callback may also move them")
int drain_into_another_list(struct __sk_buff *skb)
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
	bpf_list_head_fini(&box->items, drain_over, NULL);
	bpf_kptr_free(box);
	return 0;
}

LICENSE("GPL");
