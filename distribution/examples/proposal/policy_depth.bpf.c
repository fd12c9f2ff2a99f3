/* ownership.depth: how many levels of types may own each other. Here three: shelves of boxes of things. */
#include "proposal_example.h"

struct thing {
	__u64 number;
	struct bpf_list_node node;
};

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head things __value(struct, thing, node);
};

struct shelf {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head boxes __value(struct, box, node);
};

private(room) struct bpf_spin_lock lock;
private(room) struct bpf_list_head shelves __value(struct, shelf, node);

static long drop_thing(struct thing *thing, void *ctx)
{
	bpf_list_node_fini(&thing->node);
	bpf_kptr_free(thing);
	return 0;
}

static long drop_box(struct box *box, void *ctx)
{
	bpf_list_head_fini(&box->things, drop_thing, NULL);
	bpf_list_node_fini(&box->node);
	bpf_kptr_free(box);
	return 0;
}

static struct box *make_box(__u64 number)
{
	struct thing *thing;
	struct box *box = new(struct box);

	if (!box)
		return NULL;
	bpf_spin_lock_init(&box->lock);
	bpf_list_node_init(&box->node);
	bpf_list_head_init(&box->things);
	thing = new(struct thing);
	if (thing) {
		thing->number = number;
		bpf_list_node_init(&thing->node);
		bpf_spin_lock(&box->lock);
		bpf_list_add(&thing->node, &box->things);
		bpf_spin_unlock(&box->lock);
	}
	return box;
}

static struct shelf *make_shelf(__u64 number)
{
	struct shelf *shelf = new(struct shelf);
	struct box *box;

	if (!shelf)
		return NULL;
	bpf_spin_lock_init(&shelf->lock);
	bpf_list_node_init(&shelf->node);
	bpf_list_head_init(&shelf->boxes);
	box = make_box(number);
	if (box) {
		bpf_spin_lock(&shelf->lock);
		bpf_list_add(&box->node, &shelf->boxes);
		bpf_spin_unlock(&shelf->lock);
	}
	return shelf;
}

SEC("tc") __success __retval(0) __under("ownership.depth=3")
__description("a shelf of a box of a thing, put up and taken down, level by level")
int three_levels(struct __sk_buff *skb)
{
	struct shelf *shelf = make_shelf(skb->len);

	if (!shelf)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_add(&shelf->node, &shelves);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	shelf = bpf_list_pop_front(&shelves);
	bpf_spin_unlock(&lock);
	if (!shelf)
		return -ENOENT;
	bpf_list_head_fini(&shelf->boxes, drop_box, NULL);
	bpf_list_node_fini(&shelf->node);
	bpf_kptr_free(shelf);
	return 0;
}

SEC("tc") __failure __rule("allocator.ownership-depth") __under("ownership.depth=2")
__msg("shelf.boxes -> box.things -> thing")
__description("two levels, which is what the discussion wants")
int two_levels(struct __sk_buff *skb)
{
	struct shelf *shelf = new(struct shelf);

	if (shelf)
		bpf_kptr_free(shelf);
	return 0;
}

LICENSE("GPL");
