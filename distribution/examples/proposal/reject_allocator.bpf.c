/* Rules of objects and of their way from raw memory to life and back: one program, one rule. */
#include "proposal_things.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 16);
} bytes SEC(".maps");

struct point {
	__u64 x, y;
};

/* a pool of points */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct point);
} points SEC(".maps");

struct slot {
	struct entry __kptr *entry;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

SEC("tc") __failure __rule("allocator.not-a-struct")
__msg("R1 must be the id of a struct of the program's own")
__description("a number has no fields")
int allocate_a_number(struct __sk_buff *skb)
{
	return bpf_kptr_alloc(bpf_core_type_id_local(__u64), 0) != NULL;
}

SEC("tc") __failure __rule("allocator.not-a-pool")
__msg("R1 must be an allocator map with a value type, and is offset 0 of the descriptor of map 'bytes'")
__description("sixteen bytes of what?")
int allocate_from_bytes(struct __sk_buff *skb)
{
	return bpf_kptr_alloc_from(&bytes, 0) != NULL;
}

SEC("tc") __failure __rule("allocator.not-at-start")
__msg("R1 must be the start of the object, and is offset 8 of struct point")
__description("the allocator knows objects by their start")
int free_the_middle(struct __sk_buff *skb)
{
	struct point *point = new(struct point);

	if (!point)
		return 0;
	bpf_kptr_free(&point->y);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-owned")
__msg("R1 must be an owned object, and is offset 0 of map 'points'")
__description("a map value belongs to its map")
int free_a_map_value(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct point *point = bpf_map_lookup_elem(&points, &key);

	if (point)
		bpf_kptr_free(point);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-owned")
__msg("R1 must be an owned object, and is a number")
__description("after free the pointer is only a number")
int free_twice(struct __sk_buff *skb)
{
	struct point *point = new(struct point);

	if (!point)
		return 0;
	bpf_kptr_free(point);
	bpf_kptr_free(point);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-freeable")
__msg("the object is Constructing (constructed: offset 8) and cannot be freed yet")
__description("what was constructed must be destructed")
int free_half_made(struct __sk_buff *skb)
{
	struct twin *twin = new(struct twin);

	if (!twin)
		return 0;
	bpf_list_node_init(&twin->first);
	bpf_kptr_free(twin);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-freeable")
__msg("the object is Live and cannot be freed yet")
__description("a list may still own something")
int free_with_its_list(struct __sk_buff *skb)
{
	struct box *box = make_box();

	if (box)
		bpf_kptr_free(box);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-freeable")
__msg("the object is Destructing (left: offset 24) and cannot be freed yet")
__description("all of it must be destructed")
int free_half_ended(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();

	if (!twin)
		return 0;
	bpf_list_node_fini(&twin->first);
	bpf_kptr_free(twin);
	return 0;
}

__weak int look_at(__u64 *key)
{
	return key && *key == 7;
}

SEC("tc") __failure __rule("allocator.global-not-live")
__msg("an object that is Constructing (constructed: nothing) cannot be passed to a global function")
__description("a global function takes what it is given to be whole")
int show_half_made(struct __sk_buff *skb)
{
	struct item *item = new(struct item);

	if (!item)
		return 0;
	look_at(&item->key);
	bpf_kptr_free(item);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-the-field")
__msg("R1 must be the address of a bpf_list_head, and is offset 0 of struct box")
__description("the key is no list, and the list is not made by that")
int construct_the_key(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_spin_lock_init(&box->lock);
	bpf_list_head_init((void *)&box->key);
	end_box(box);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-constructing")
__msg("the object is Live: the field at offset 8 cannot be constructed")
__description("a field is constructed once")
int construct_twice(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_list_node_init(&item->node);
	end_item(item);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-constructing")
__msg("the object is Constructing (constructed: offset 8): the field at offset 8 cannot be constructed")
__description("nor again before the others are")
int construct_one_twice(struct __sk_buff *skb)
{
	struct twin *twin = new(struct twin);

	if (!twin)
		return 0;
	bpf_list_node_init(&twin->first);
	bpf_list_node_init(&twin->first);
	bpf_list_node_init(&twin->second);
	end_twin(twin);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-destructible")
__msg("the object is Destructing (left: offset 24): the field at offset 8 cannot be destructed")
__description("a field is destructed once")
int destruct_twice(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();

	if (!twin)
		return 0;
	bpf_list_node_fini(&twin->first);
	bpf_list_node_fini(&twin->first);
	bpf_list_node_fini(&twin->second);
	bpf_kptr_free(twin);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-destructible")
__msg("the object is Constructing (constructed: nothing): the field at offset 16 cannot be destructed")
__description("a list head that was never made holds garbage")
int destruct_what_was_not_made(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_list_head_fini(&box->items, NULL, NULL);
	bpf_kptr_free(box);
	return 0;
}

SEC("tc") __failure __rule("allocator.shared")
__msg("R1 may have other owners (static_ref=2)")
__description("two are owed: one of them might be given to somebody")
int end_with_two_references(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (shared)
		end_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("allocator.shared")
__msg("R1 may have other owners (static_ref=1)")
__description("the list still owns it")
int end_what_a_list_owns(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_spin_unlock(&lock);
	bpf_list_node_fini(&shared->second);
	bpf_list_node_fini(&shared->first);
	bpf_kptr_free(shared);
	return 0;
}

/* readable under RCU, one owner at a time, nothing to destruct */
struct note {
	__u64 key;
	struct bpf_rcu_head rcu;
};
KNOWN(note);

struct place {
	struct note __kptr *note;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct place);
} places SEC(".maps");

SEC("tc") __failure __rule("allocator.published-rcu")
__msg("R1 was published and RCU readers may hold it")
__description("somebody may still read what the map held")
int free_what_is_read(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct place *place = bpf_map_lookup_elem(&places, &key);
	struct note *note;

	if (!place)
		return 0;
	note = bpf_kptr_xchg(&place->note, NULL);
	if (note)
		bpf_kptr_free(note);
	return 0;
}

SEC("tc") __failure __rule("reference.leak")
__msg("would lead to reference leak")
__description("nobody would ever free it")
int forget_an_object(struct __sk_buff *skb)
{
	make_item();
	return 0;
}

SEC("tc") __failure
__description("special fields are not written directly")
int write_into_a_node(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	*(volatile __u64 *)&item->node = 0;
	end_item(item);
	return 0;
}

LICENSE("GPL");
