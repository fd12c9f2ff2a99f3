/* Pointers in fields: of maps of all kinds, of globals, and of objects. */
#include "example.h"

struct item {
	__u64 key;
	__u64 value;
};

struct entry {
	__u64 key;
	struct bpf_list_node node;
};

/* an object that owns two more */
struct box {
	__u64 label;
	struct item __kptr *left;
	struct item __kptr *right;
};

struct shelf {
	__u64 number;
	struct item __kptr *item;
	struct box __kptr *box;
	struct entry __kptr *entry;
	struct item __kptr_untrusted *seen;
	struct item __kptr *more[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct shelf);
} shelves SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct shelf);
} cpu_shelves SEC(".maps");

private(A) struct item __kptr *global_item;
private(B) struct bpf_spin_lock lock;
private(B) struct bpf_list_head entries __contains(entry, node);

static __always_inline struct shelf *shelf(__u32 key)
{
	return bpf_map_lookup_elem(&shelves, &key);
}

static __always_inline struct item *item(__u64 value)
{
	struct item *item = bpf_obj_new(struct item);

	if (item)
		item->value = value;
	return item;
}

SEC("tc") __success __retval(12) __description("what was stored comes out again")
int in_and_out(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine, *before;
	int value;

	if (!at)
		return -1;
	mine = item(12);
	if (!mine)
		return -1;
	before = bpf_kptr_xchg(&at->item, mine);
	if (before)
		bpf_obj_drop(before);
	mine = bpf_kptr_xchg(&at->item, NULL);
	if (!mine)
		return -2;
	value = mine->value;
	bpf_obj_drop(mine);
	return value;
}

SEC("tc") __success __retval(7)
__description("a pointer that was loaded reads and writes what the map owns")
int looked_at(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine, *seen;

	if (!at)
		return -1;
	mine = item(3);
	if (!mine)
		return -1;
	mine = bpf_kptr_xchg(&at->item, mine);
	if (mine)
		bpf_obj_drop(mine);
	seen = at->item;
	if (!seen)
		return -2;
	seen->value += 4;
	return seen->value;
}

SEC("tc") __success __retval(5)
__description("what was loaded is readable after others have dropped it: RCU keeps it")
int read_after_drop(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine, *seen;

	if (!at)
		return -1;
	mine = item(5);
	if (!mine)
		return -1;
	mine = bpf_kptr_xchg(&at->item, mine);
	if (mine)
		bpf_obj_drop(mine);
	seen = at->item;
	mine = bpf_kptr_xchg(&at->item, NULL);
	if (mine)
		bpf_obj_drop(mine);
	return seen ? seen->value : -2;
}

SEC("tc") __success __retval(0)
__description("an object's fields are filled before it goes into the map, and go with it")
int box_of_items(struct __sk_buff *skb)
{
	struct shelf *at = shelf(1);
	struct box *box, *before;
	struct item *left;

	if (!at)
		return -1;
	box = bpf_obj_new(struct box);
	if (!box)
		return -1;
	left = item(1);
	if (left) {
		left = bpf_kptr_xchg(&box->left, left);
		if (left)
			bpf_obj_drop(left);
	}
	before = bpf_kptr_xchg(&at->box, box);
	if (before)
		bpf_obj_drop(before);
	return 0;
}

SEC("tc") __success __retval(0) __description("what a dropped object's fields own is dropped")
int dropped_box(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	struct item *right;

	if (!box)
		return -1;
	right = item(2);
	if (right) {
		right = bpf_kptr_xchg(&box->right, right);
		if (right)
			bpf_obj_drop(right);
	}
	bpf_obj_drop(box);
	return 0;
}

SEC("tc") __success __retval(21) __description("a global is a field too")
int in_a_global(struct __sk_buff *skb)
{
	struct item *mine = item(21);
	struct item *seen;

	if (!mine)
		return -1;
	mine = bpf_kptr_xchg(&global_item, mine);
	if (mine)
		bpf_obj_drop(mine);
	seen = global_item;
	return seen ? seen->value : -2;
}

SEC("tc") __success __retval(30) __description("each member of an array is a field")
int in_an_array(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine, *seen;

	if (!at)
		return -1;
	mine = item(30);
	if (!mine)
		return -1;
	mine = bpf_kptr_xchg(&at->more[1], mine);
	if (mine)
		bpf_obj_drop(mine);
	seen = at->more[1];
	return seen && !at->more[0] ? seen->value : -2;
}

SEC("tc") __success __retval(8) __description("every CPU has values with fields of their own")
int per_cpu_value(struct __sk_buff *skb)
{
	__u32 key = 1;
	struct shelf *at = bpf_map_lookup_elem(&cpu_shelves, &key);
	struct item *mine, *seen;

	if (!at)
		return -1;
	mine = item(8);
	if (!mine)
		return -1;
	mine = bpf_kptr_xchg(&at->item, mine);
	if (mine)
		bpf_obj_drop(mine);
	seen = at->item;
	return seen ? seen->value : -2;
}

SEC("tc") __success __retval(44)
__description("from a list into the map: a popped object is owned, so a field can take it")
int from_list_to_field(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct entry *entry = bpf_obj_new(struct entry);
	struct bpf_list_node *node;

	if (!entry)
		return -1;
	entry->key = 44;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&entries, &entry->node);
	node = bpf_list_pop_front(&entries);
	bpf_spin_unlock(&lock);
	if (!node)
		return -2;
	entry = container_of(node, struct entry, node);
	if (!at) {
		bpf_obj_drop(entry);
		return -1;
	}
	entry = bpf_kptr_xchg(&at->entry, entry);
	if (entry)
		bpf_obj_drop(entry);
	entry = at->entry; /* not ours: neither to push nor to drop */
	return entry ? entry->key : -3;
}

SEC("tc") __success __retval(9)
__description("a field that owns nothing takes any pointer of its type, and gives one to read")
int remembered(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine, *seen;
	int value;

	if (!at)
		return -1;
	mine = item(9);
	if (!mine)
		return -1;
	at->seen = mine;
	seen = at->seen;
	value = seen ? seen->value : -2;
	at->seen = NULL;
	bpf_obj_drop(mine);
	return value;
}

SEC("tc") __success __retval(0)
__description("what such a field remembers may be gone: then 0 is read, or what was there last")
int remembered_too_long(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine, *seen;
	__u64 value;

	if (!at)
		return -1;
	mine = item(9);
	if (!mine)
		return -1;
	at->seen = mine;
	bpf_obj_drop(mine);
	seen = at->seen;
	if (!seen)
		return -2;
	value = seen->value;
	return value != 0 && value != 9;
}

SEC("syscall") __success __retval(0)
__description("what is loaded outside of a read section may go meanwhile: then 0 is read, or what was there last")
int gone_while_looked_at(void *ctx)
{
	struct shelf *at = shelf(0);
	struct item *mine, *seen;
	__u64 value;

	if (!at)
		return -1;
	mine = item(9);
	if (!mine)
		return -1;
	mine = bpf_kptr_xchg(&at->item, mine);
	if (mine)
		bpf_obj_drop(mine);
	seen = at->item;
	mine = bpf_kptr_xchg(&at->item, NULL);
	if (mine)
		bpf_obj_drop(mine);
	if (!seen)
		return -2;
	value = seen->value;
	return value != 0 && value != 9;
}

LICENSE("GPL");
