/* Rules of allocated objects and of what is owed for them: one program, one rule. */
#include "example.h"

struct point {
	__u64 x, y;
};

struct gap {
	__u64 a;
	struct bpf_spin_lock lock;
	__u32 b;
	struct bpf_list_node node;
	__u32 c;
};

struct holder {
	__u64 a;
	struct point *point;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct point);
} points SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

static __noinline struct point *make(void)
{
	return bpf_obj_new(struct point);
}

__noinline int global_function(struct point *point)
{
	return point ? point->x : 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=3")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int never_dropped(struct __sk_buff *skb)
{
	bpf_obj_new(struct point);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int dropped_on_one_branch(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	if (skb->len > 100)
		bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=3")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int first_of_two_forgotten(struct __sk_buff *skb)
{
	struct point *one = bpf_obj_new(struct point), *two;

	if (!one)
		return 0;
	two = bpf_obj_new(struct point);
	if (!two)
		return 0;
	bpf_obj_drop(two);
	bpf_obj_drop(one);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=9")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int leaked_by_a_function(struct __sk_buff *skb)
{
	return make() != NULL;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("tail_call would lead to reference leak") __rule("reference.leak")
__description("a tail call that succeeds never comes back to the drop")
int leaked_by_tail_call(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	bpf_tail_call(skb, &programs, 0);
	bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=4 alloc_insn=9")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
__description("bytes of an object keep no reference")
int leaked_into_an_object(struct __sk_buff *skb)
{
	struct holder *holder = bpf_obj_new(struct holder);

	if (!holder)
		return 0;
	holder->point = bpf_obj_new(struct point);
	bpf_obj_drop(holder);
	return 0;
}

SEC("tc") __failure __msg("Possibly NULL pointer passed to trusted arg0")
__rule("call.nullable-argument")
int drop_unchecked(struct __sk_buff *skb)
{
	bpf_obj_drop(bpf_obj_new(struct point));
	return 0;
}

SEC("tc") __failure __msg("Possibly NULL pointer passed to trusted arg0")
__rule("call.nullable-argument")
int drop_null(struct __sk_buff *skb)
{
	bpf_obj_drop(NULL);
	return 0;
}

SEC("tc") __failure __msg("R0 invalid mem access 'ptr_or_null_'") __rule("memory.nullable-pointer")
int write_unchecked(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	point->x = 1;
	bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int use_after_drop(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	bpf_obj_drop(point);
	return point->x;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int write_after_drop(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	bpf_obj_drop(point);
	point->x = 4;
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int drop_twice(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	bpf_obj_drop(point);
	bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure
__msg("R1 must have zero offset when passed to release func or trusted arg to kfunc")
__rule("reference.release-at-offset")
int drop_the_middle(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	bpf_obj_drop(&point->y);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int drop_a_map_value(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct point *point = bpf_map_lookup_elem(&points, &key);

	if (point)
		bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure __msg("R1 must be referenced or trusted") __rule("reference.untrusted-argument")
int drop_a_stack_variable(struct __sk_buff *skb)
{
	struct point point = {};

	bpf_obj_drop(&point);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int drop_a_socket(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sock = bpf_sk_lookup_tcp(skb, &tuple, sizeof tuple, -1, 0);

	if (sock)
		bpf_obj_drop(sock);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to allocated object")
__rule("allocator.expects-allocated-object")
int drop_a_socket_of_the_packet(struct __sk_buff *skb)
{
	struct bpf_sock *sock = skb->sk;

	if (sock)
		bpf_obj_drop(sock);
	return 0;
}

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct")
__rule("allocator.type-not-struct")
int type_is_an_integer(struct __sk_buff *skb)
{
	void *object = bpf_obj_new_impl(bpf_core_type_id_local(int), NULL);

	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct")
__rule("allocator.type-not-struct")
int type_does_not_exist(struct __sk_buff *skb)
{
	void *object = bpf_obj_new_impl(1000000, NULL);

	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __failure __msg("local type ID argument must be in range [0, U32_MAX]")
__rule("call.type-id-range")
int type_is_no_number_of_a_type(struct __sk_buff *skb)
{
	void *object = bpf_obj_new_impl(0x100000001ULL, NULL);

	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __failure __msg("R1 must be a known constant") __rule("call.argument-not-constant")
int type_not_constant(struct __sk_buff *skb)
{
	void *object = bpf_obj_new_impl(skb->len, NULL);

	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __failure __msg("R1 is not a scalar") __rule("call.argument-not-scalar")
int type_is_a_pointer(struct __sk_buff *skb)
{
	void *object = bpf_obj_new_impl((long)skb, NULL);

	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __failure __msg("access beyond struct point at off 16 size 8")
__rule("memory.object-bounds")
int read_past_the_end(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int value;

	if (!point)
		return 0;
	value = ((volatile __u64 *)point)[2];
	bpf_obj_drop(point);
	return value;
}

SEC("tc") __failure __msg("R0 is ptr_point invalid negative access: off=-8")
__rule("memory.object-negative-offset")
int read_before_the_start(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int value;

	if (!point)
		return 0;
	value = ((volatile __u64 *)point)[-1];
	bpf_obj_drop(point);
	return value;
}

SEC("tc") __failure __msg("R2 is ptr_point invalid variable offset: off=0, var_off=(0x0; 0x7)")
__rule("memory.object-variable-offset")
int read_at_variable_offset(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int value;

	if (!point)
		return 0;
	value = ((volatile __u8 *)point)[skb->len & 7];
	bpf_obj_drop(point);
	return value;
}

SEC("tc") __failure
__msg("access beyond the end of member x (mend:8) in struct point with off 6 size 4")
__rule("memory.object-member-bounds")
int read_across_members(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int value;

	if (!point)
		return 0;
	value = *(volatile __u32 *)((void *)point + 6);
	bpf_obj_drop(point);
	return value;
}

SEC("tc") __failure __msg("struct gap doesn't have field at offset 44") __rule("memory.object-hole")
int read_padding(struct __sk_buff *skb)
{
	struct gap *gap = bpf_obj_new(struct gap);
	int value;

	if (!gap)
		return 0;
	value = *(volatile __u32 *)((void *)&gap->c + 4);
	bpf_obj_drop(gap);
	return value;
}

SEC("tc") __failure
__msg("cannot access ptr member point with moff 8 in struct holder with off 12 size 4")
__rule("memory.object-pointer-member")
int read_half_a_pointer(struct __sk_buff *skb)
{
	struct holder *holder = bpf_obj_new(struct holder);
	int value;

	if (!holder)
		return 0;
	value = *(volatile __u32 *)((void *)&holder->point + 4);
	bpf_obj_drop(holder);
	return value;
}

SEC("tc") __failure __msg("direct access to bpf_list_node is disallowed")
__rule("field.access-in-object")
int write_list_node(struct __sk_buff *skb)
{
	struct gap *gap = bpf_obj_new(struct gap);

	if (!gap)
		return 0;
	*(volatile __u64 *)&gap->node = 0;
	bpf_obj_drop(gap);
	return 0;
}

SEC("tc") __failure __msg("direct access to bpf_list_node is disallowed")
__rule("field.access-in-object")
int read_list_node(struct __sk_buff *skb)
{
	struct gap *gap = bpf_obj_new(struct gap);
	int value;

	if (!gap)
		return 0;
	value = *(volatile __u64 *)&gap->node;
	bpf_obj_drop(gap);
	return value;
}

SEC("tc") __failure
__msg("R1 type=ptr_ expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int object_as_helper_memory(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (!point)
		return 0;
	bpf_get_current_comm(point, sizeof *point);
	bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure
__msg("R3 type=ptr_ expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int object_as_map_value(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	__u32 key = 0;

	if (!point)
		return 0;
	bpf_map_update_elem(&points, &key, point, BPF_ANY);
	bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure
__msg("access beyond the end of member x (mend:8) in struct point with off 0 size 16")
__msg("Caller passes invalid args into func#1 ('global_function')")
__rule("call.global-function-argument")
int object_to_global_function(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int value;

	if (!point)
		return 0;
	value = global_function(point);
	bpf_obj_drop(point);
	return value;
}

SEC("socket") __failure __msg("calling kernel function bpf_obj_new_impl is not allowed")
__rule("call.function-not-available")
int in_a_socket_filter(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	if (point)
		bpf_obj_drop(point);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("BPF_LD_[ABS|IND] would lead to reference leak") __rule("reference.leak")
__description("the old packet loads end the program when the packet is too short")
int leaked_by_packet_load(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);
	int byte;

	if (!point)
		return 0;
	asm volatile("r6 = %1; r0 = *(u8 *)skb[0]; %0 = r0"
		     : "=r"(byte)
		     : "r"(skb)
		     : "r0", "r1", "r2", "r3", "r4", "r5", "r6");
	bpf_obj_drop(point);
	return byte;
}

SEC("tc") __failure __msg("R0 invalid mem access 'ptr_or_null_'") __rule("memory.nullable-pointer")
__description("the lower half of a pointer says nothing about NULL")
int checked_in_32_bits(struct __sk_buff *skb)
{
	struct point *point = bpf_obj_new(struct point);

	asm volatile goto("r1 = %0; if w1 == 0 goto %l1" : : "r"(point) : "r1" : none);
	point->x = 1;
	bpf_obj_drop(point);
none:
	return 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'ptr_or_null_'") __rule("memory.nullable-pointer")
__description("two objects, the check of one says nothing of the other")
int checked_the_other(struct __sk_buff *skb)
{
	struct point *one = bpf_obj_new(struct point), *two = bpf_obj_new(struct point);

	if (one)
		two->x = 1;
	if (one)
		bpf_obj_drop(one);
	if (two)
		bpf_obj_drop(two);
	return 0;
}

SEC("tc") __failure __msg("same insn cannot be used with different pointers")
__rule("memory.mixed-pointers")
int one_load_for_object_and_stack(struct __sk_buff *skb)
{
	struct point here = {}, *point = bpf_obj_new(struct point);
	void *either = point;
	int x;

	if (!point)
		return 0;
	asm volatile("if %1 > 5 goto 1f; %0 = %2; 1:" : "+r"(either) : "r"(skb->len), "r"(&here));
	x = ((volatile struct point *)either)->x;
	bpf_obj_drop(point);
	return x;
}

LICENSE("GPL");
