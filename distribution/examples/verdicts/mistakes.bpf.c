/* Small mistakes that a change of one instruction makes. What kernel 6.18 says. */
#include "example.h"

struct node {
	struct bpf_list_node link;
	__u64 key;
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head head __contains(node, link);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

SEC("tp_btf/sched_switch") __success
__description("a program at a raw tracepoint may answer anything")
int any_answer(void *ctx)
{
	return -1;
}

SEC("tc") __success
__description("a key of four bytes that are known: the array has it")
NAKED int key_of_its_size(void)
{
	asm volatile("r1 = 1;"
		     "*(u32 *)(r10 - 8) = r1;"
		     "r2 = r10;"
		     "r2 += -8;"
		     "r1 = %[numbers] ll;"
		     "call 1;"
		     "r0 = *(u64 *)(r0 + 0);"
		     "exit" ::[numbers] "i"(&numbers));
}

SEC("tc") __success
__description("a zero beside another number")
NAKED int key_beside_a_number(void)
{
	asm volatile("r1 = 0;"
		     "*(u32 *)(r10 - 4) = r1;"
		     "r1 = 7;"
		     "*(u32 *)(r10 - 8) = r1;"
		     "r2 = r10;"
		     "r2 += -4;"
		     "r1 = %[numbers] ll;"
		     "call 1;"
		     "r0 = *(u64 *)(r0 + 0);"
		     "exit" ::[numbers] "i"(&numbers));
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'") __rule("memory.nullable-pointer")
__description("the same four bytes as a part of eight: nobody knows them")
NAKED int key_of_a_wider_number(void)
{
	asm volatile("r1 = 0;"
		     "*(u64 *)(r10 - 8) = r1;"
		     "r2 = r10;"
		     "r2 += -8;"
		     "r1 = %[numbers] ll;"
		     "call 1;"
		     "r0 = *(u64 *)(r0 + 0);"
		     "exit" ::[numbers] "i"(&numbers));
}

SEC("tc") __failure __msg("misaligned access off (0x0; 0xffffffffffffffff)+0+0 size 8") __rule("memory.alignment")
__description("an atomic looks at the alignment before it asks whether there is memory")
NAKED int atomic_at_a_number(void)
{
	asm volatile("call 5;"
		     "r1 = 1;"
		     "lock *(u64 *)(r0 + 0) += r1;"
		     "r0 = 0;"
		     "exit" ::);
}

SEC("tc") __failure __msg("misaligned access off 1+0+0 size 8") __rule("memory.alignment")
NAKED int atomic_at_one(void)
{
	asm volatile("r0 = 1;"
		     "r1 = 1;"
		     "lock *(u64 *)(r0 + 0) += r1;"
		     "r0 = 0;"
		     "exit" ::);
}

SEC("tc") __failure __msg("R0 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
NAKED int atomic_at_eight(void)
{
	asm volatile("r0 = 8;"
		     "r1 = 1;"
		     "lock *(u64 *)(r0 + 0) += r1;"
		     "r0 = 0;"
		     "exit" ::);
}

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct { __u8 bytes[64]; });
} values SEC(".maps");

SEC("tc") __success
__description("half of a pointer is a number without an upper half")
NAKED int half_of_a_pointer(void)
{
	asm volatile("r9 = r1;"
		     "r1 = 0;"
		     "*(u32 *)(r10 - 8) = r1;"
		     "r2 = r10;"
		     "r2 += -8;"
		     "r1 = %[values] ll;"
		     "call 1;"
		     "w8 = w9;"
		     "if w8 > 63 goto out_%=;"
		     "r0 += r8;"
		     "r0 = *(u8 *)(r0 + 0);"
		     "out_%=: r0 = 0; exit" ::[values] "i"(&values));
}

/* after a call, the registers of arguments hold nothing */
SEC("tc") __failure __msg("variable ? access var_off=(0x0; 0xffffffffffffffff) disallowed") __rule("pointer.variable-offset")
__description("a kernel function does not ask whether a register was set")
NAKED int node_that_was_never_set(void)
{
	asm volatile("r1 = %[lock] ll;"
		     "call 93;"
		     "r1 = %[head] ll;"
		     "r3 = 0;"
		     "r4 = 0;"
		     "call bpf_list_push_front_impl;"
		     "r0 = 0;"
		     "exit" ::[lock] "i"(&lock), [head] "i"(&head));
}

/* for the types that clang leaves out where only assembly names them */
void types_of_functions(void)
{
	struct node *node = bpf_obj_new(typeof(*node));

	if (node)
		bpf_list_push_front(&head, &node->link);
}

char _license[] SEC("license") = "GPL";
