/* Rules of pointer fields: one program, one rule. */
#include "example.h"

struct item {
	__u64 key;
	__u64 value;
};

struct other {
	__u64 key;
};

struct box {
	__u64 label;
	struct item __kptr *item;
};

struct shelf {
	__u64 number;
	struct item __kptr *item;
	struct box __kptr *box;
	struct item __kptr_untrusted *seen;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct shelf);
} shelves SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct other);
} bare SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 16);
} untyped SEC(".maps");

static __always_inline struct shelf *shelf(__u32 key)
{
	return bpf_map_lookup_elem(&shelves, &key);
}

static __always_inline void drop(struct item *item)
{
	if (item)
		bpf_obj_drop(item);
}

SEC("tc") __failure __msg("store to referenced kptr disallowed") __rule("kptr.store-referenced")
__description("a store would lose what the field owns")
int store_into_owning_field(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine;

	if (!at)
		return 0;
	mine = bpf_obj_new(struct item);
	if (!mine)
		return 0;
	drop(bpf_kptr_xchg(&at->item, mine));
	at->item = NULL;
	return 0;
}

SEC("tc") __failure __msg("kptr access size must be BPF_DW") __rule("kptr.wrong-size")
int load_half_a_pointer(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	return at ? *(volatile __u32 *)&at->item : 0;
}

SEC("tc") __failure __msg("kptr access misaligned expected=8 off=4") __rule("kptr.misaligned")
int load_across_the_field(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	return at ? *(volatile __u64 *)((void *)at + 4) : 0;
}

SEC("tc") __failure __msg("kptr access cannot have variable offset") __rule("kptr.variable-access")
int load_somewhere(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	__u32 where = bpf_get_prandom_u32() & 7;

	return at ? *(volatile __u8 *)((void *)at + where + 4) : 0;
}

SEC("tc") __failure
__msg("kptr in map can only be accessed using BPF_MEM instruction mode")
__rule("kptr.wrong-mode")
int count_a_pointer_up(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (!at)
		return 0;
	__sync_fetch_and_add((__u64 *)&at->item, 8);
	drop(bpf_kptr_xchg(&at->item, NULL));
	return 0;
}

SEC("tc") __failure __msg("kptr cannot be accessed indirectly by helper") __rule("kptr.indirect")
__description("the copy would own what the original owns")
int copy_the_whole_value(struct __sk_buff *skb)
{
	__u32 key = 1;
	struct shelf *at = shelf(0);

	return at ? bpf_map_update_elem(&shelves, &key, at, BPF_ANY) : 0;
}

SEC("tc") __failure __msg("kptr cannot be accessed indirectly by helper") __rule("kptr.indirect")
__description("bytes of a packet are no pointer")
int fill_with_a_packet(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (!at)
		return 0;
	bpf_skb_load_bytes(skb, 0, &at->item, sizeof(at->item));
	drop(bpf_kptr_xchg(&at->item, NULL));
	return 0;
}

SEC("tc") __failure
__msg("invalid kptr access, R2 type=scalar expected=ptr_item or untrusted_ptr_item")
__rule("kptr.store-kind")
int remember_a_number(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	__u64 number = bpf_get_prandom_u32();

	if (at)
		asm volatile("r2 = %[number];"
			     "*(u64 *)(%[at] + 24) = r2;"
			     :
			     : [number] "r"(number), [at] "r"(at)
			     : "r2", "memory");
	return 0;
}

SEC("tc") __failure __msg("BPF_ST imm must be 0 when storing to kptr at off=24")
__rule("kptr.store-number")
int remember_a_constant(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (at)
		asm volatile("r1 = %[at];"
			     ".8byte 0x50018017a;" /* *(u64 *)(r1 + 24) = 5 */
			     :
			     : [at] "r"(at)
			     : "r1", "memory");
	return 0;
}

SEC("tc") __failure
__msg("type=ptr_other expected=ptr_item or untrusted_ptr_item")
__rule("kptr.store-other")
int remember_another_type(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct other *mine = bpf_obj_new(struct other);

	if (!mine)
		return 0;
	if (at)
		*(void *volatile *)&at->seen = mine;
	bpf_obj_drop(mine);
	return 0;
}

SEC("tc") __failure __msg("only read is supported") __rule("memory.kernel-read-only")
__description("what a field that owns nothing points to may be gone")
int write_what_may_be_gone(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *seen = at ? at->seen : NULL;

	if (seen)
		seen->value = 1;
	return 0;
}

SEC("tc") __failure __msg("R1 type=fp expected=map_value, ptr_") __rule("kptr.wrong-destination")
int exchange_on_the_stack(struct __sk_buff *skb)
{
	struct item *mine = NULL;

	drop(bpf_kptr_xchg(&mine, NULL));
	return 0;
}

SEC("tc") __failure __msg("map 'untyped' has to have BTF in order to use bpf_kptr_xchg")
__rule("kptr.untyped")
int exchange_in_a_map_without_types(struct __sk_buff *skb)
{
	__u32 key = 0;
	void *at = bpf_map_lookup_elem(&untyped, &key);

	if (!at)
		return 0;
	*(__u64 *)at = 4096;
	drop(bpf_kptr_xchg(at, NULL));
	return 0;
}

SEC("tc") __failure
__msg("R1 doesn't have constant offset. kptr has to be at the constant offset")
__rule("kptr.variable-offset")
int exchange_somewhere(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	__u32 where = skb->mark & 8;

	if (!at)
		return 0;
	at->number = 4096;
	drop(bpf_kptr_xchg((void *)at + where, NULL));
	return 0;
}

SEC("tc") __failure __msg("R1 has no valid kptr") __rule("kptr.none-there")
int exchange_where_there_is_no_field(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct other *at = bpf_map_lookup_elem(&bare, &key);

	if (!at)
		return 0;
	at->key = 4096;
	drop(bpf_kptr_xchg(&at->key, NULL));
	return 0;
}

SEC("tc") __failure __msg("off=0 doesn't point to kptr") __rule("kptr.elsewhere")
int exchange_beside_the_field(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (!at)
		return 0;
	at->number = 4096;
	drop(bpf_kptr_xchg(&at->number, NULL));
	return 0;
}

SEC("tc") __failure __msg("off=24 kptr isn't referenced kptr") __rule("kptr.unreferenced-field")
int take_what_is_not_owned(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (at)
		drop(bpf_kptr_xchg(&at->seen, NULL));
	return 0;
}

SEC("tc") __failure __msg("R2 type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_")
__rule("kptr.wrong-source")
int exchange_a_number(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	__u64 number = bpf_get_prandom_u32() | 1;

	if (!at)
		return 0;
	drop(bpf_kptr_xchg(&at->item, (void *)number));
	drop(bpf_kptr_xchg(&at->item, NULL));
	return 0;
}

SEC("tc") __failure __msg("R2 type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_")
__rule("kptr.wrong-source") __description("after the first exchange it is the map's")
int exchange_twice(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0), *also = shelf(1);
	struct item *mine;

	if (!at || !also)
		return 0;
	mine = bpf_obj_new(struct item);
	if (!mine)
		return 0;
	drop(bpf_kptr_xchg(&at->item, mine));
	drop(bpf_kptr_xchg(&also->item, mine));
	return 0;
}

SEC("tc") __failure __msg("invalid PTR_TO_BTF_ID register for type match")
__rule("kptr.not-owned") __description("what was loaded belongs to the field that it lies in")
int exchange_what_was_loaded(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0), *also = shelf(1);
	struct item *seen;

	if (!at || !also)
		return 0;
	seen = bpf_obj_new(struct item);
	if (!seen)
		return 0;
	drop(bpf_kptr_xchg(&at->item, seen));
	seen = at->item;
	if (seen)
		drop(bpf_kptr_xchg(&also->item, seen));
	return 0;
}

SEC("tc") __failure __msg("invalid PTR_TO_BTF_ID register for type match")
__rule("kptr.not-owned")
int exchange_unchecked(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (at)
		drop(bpf_kptr_xchg(&at->item, bpf_obj_new(struct item)));
	return 0;
}

SEC("tc") __failure __msg("invalid kptr access, R2 type=ptr_other expected=ptr_item")
__rule("kptr.mismatch")
int exchange_another_type(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct other *mine;

	if (!at)
		return 0;
	mine = bpf_obj_new(struct other);
	if (!mine)
		return 0;
	drop(bpf_kptr_xchg(&at->item, mine));
	return at->item ? at->item->value : 0;
}

SEC("tc") __failure __msg("invalid kptr access, R2 type=ptr_item expected=ptr_item")
__rule("kptr.mismatch")
int exchange_the_middle(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine;

	if (!at)
		return 0;
	mine = bpf_obj_new(struct item);
	if (mine)
		drop(bpf_kptr_xchg(&at->item, (void *)mine + 8));
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int forget_what_comes_out(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);

	if (at)
		bpf_kptr_xchg(&at->item, NULL);
	return 0;
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int use_after_exchange(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *mine;

	if (!at)
		return 0;
	mine = bpf_obj_new(struct item);
	if (!mine)
		return 0;
	drop(bpf_kptr_xchg(&at->item, mine));
	return mine->value;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int drop_what_was_loaded(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct item *seen = at ? at->item : NULL;

	drop(seen);
	return 0;
}

SEC("tc") __failure __msg("direct access to kptr is disallowed") __rule("field.access-in-object")
int load_from_an_object(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	int value;

	if (!box)
		return 0;
	value = box->item != NULL;
	bpf_obj_drop(box);
	return value;
}

SEC("tc") __failure __msg("R1 type=rcu_ptr_ expected=map_value, ptr_")
__rule("kptr.wrong-destination") __description("the box is the map's: it is only lent")
int exchange_in_what_was_loaded(struct __sk_buff *skb)
{
	struct shelf *at = shelf(0);
	struct box *box = at ? at->box : NULL;

	if (box)
		drop(bpf_kptr_xchg(&box->item, NULL));
	return 0;
}

LICENSE("GPL");
