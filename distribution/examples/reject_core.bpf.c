/* Rules of registers, pointers, the stack, calls and the program's shape: one program, one rule. */
#include "example.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

static __u64 *number(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&numbers, &key);
}

/* ---- registers and scalars ---- */

SEC("tc") __failure __msg("R7 !read_ok") __rule("register.uninitialised")
int read_unset_register(struct __sk_buff *skb)
{
	__u64 value;

	asm volatile("%0 = r7" : "=r"(value));
	return value;
}

SEC("tc") __failure __msg("R1 !read_ok") __rule("register.uninitialised")
__description("R1 to R5 are void after a call")
int read_argument_after_call(struct __sk_buff *skb)
{
	__u64 value;

	asm volatile("call 7; %0 = r1" : "=r"(value) : : "r0", "r1", "r2", "r3", "r4", "r5");
	return value;
}

SEC("tc") __failure __msg("R0 !read_ok") __rule("register.uninitialised")
__description("nothing returned")
NAKED int no_return_value(void)
{
	asm volatile("exit");
}

SEC("tc") __failure __msg("R0 !read_ok") __rule("register.uninitialised")
__description("set on one branch only")
NAKED int set_on_one_branch(void)
{
	asm volatile("r2 = *(u32 *)(r1 + 0); if r2 > 100 goto l0_%=; r0 = 1; l0_%=: exit" ::);
}

SEC("tc") __failure __msg("frame pointer is read only") __rule("register.frame-pointer-write")
int write_frame_pointer(struct __sk_buff *skb)
{
	asm volatile("r10 = 1");
	return 0;
}

SEC("tc") __failure __msg("div by zero") __rule("scalar.division-by-zero")
int divide_by_constant_zero(struct __sk_buff *skb)
{
	__u64 value = skb->len;

	asm volatile("%0 /= 0" : "+r"(value));
	return value;
}

SEC("tc") __failure __msg("div by zero") __rule("scalar.division-by-zero")
int rest_by_constant_zero(struct __sk_buff *skb)
{
	__u32 value = skb->len;

	asm volatile("r2 = %0; w2 %%= 0; %0 = r2" : "+r"(value) : : "r2");
	return value;
}

SEC("tc") __failure __msg("invalid shift 64") __rule("scalar.invalid-shift")
int shift_by_the_width(struct __sk_buff *skb)
{
	__u64 value = skb->len;

	asm volatile("%0 <<= 64" : "+r"(value));
	return value;
}

SEC("tc") __failure __msg("invalid shift 32") __rule("scalar.invalid-shift")
int shift_32_by_the_width(struct __sk_buff *skb)
{
	__u32 value = skb->len;

	asm volatile("r2 = %0; w2 >>= 32; %0 = r2" : "+r"(value) : : "r2");
	return value;
}

/* ---- pointers ---- */

SEC("tc") __failure __msg("R0 pointer arithmetic with *= operator prohibited")
__rule("pointer.operator")
int multiply_a_pointer(struct __sk_buff *skb)
{
	void *pointer = skb;

	asm volatile("%0 *= 2" : "+r"(pointer));
	return (long)pointer;
}

SEC("tc") __failure __msg("R0 pointer arithmetic with >>= operator prohibited")
__rule("pointer.operator")
int shift_a_pointer(struct __sk_buff *skb)
{
	void *pointer = skb;

	asm volatile("%0 >>= 3" : "+r"(pointer));
	return (long)pointer;
}

SEC("tc") __failure __msg("R0 bitwise operator &= on pointer prohibited") __rule("pointer.bitwise")
int mask_a_pointer(struct __sk_buff *skb)
{
	void *pointer = number();

	if (!pointer)
		return 0;
	asm volatile("%0 &= 8" : "+r"(pointer));
	return *(__u8 *)pointer;
}

SEC("tc") __failure __msg("R2 32-bit pointer arithmetic prohibited")
__rule("pointer.arithmetic-32-bit")
int add_in_32_bits(struct __sk_buff *skb)
{
	void *pointer = skb;

	asm volatile("r2 = %0; w2 += 4; %0 = r2" : "+r"(pointer) : : "r2");
	return *(__u32 *)pointer;
}

SEC("tc") __failure __msg("R0 pointer += pointer prohibited") __rule("pointer.plus-pointer")
int add_two_pointers(struct __sk_buff *skb)
{
	void *pointer = number(), *other = skb;

	if (!pointer)
		return 0;
	asm volatile("%0 += %1" : "+r"(pointer) : "r"(other));
	return *(__u8 *)pointer;
}

SEC("tc") __failure __msg("R2 tried to subtract pointer from scalar")
__rule("pointer.subtracted-from-scalar")
int subtract_a_pointer(struct __sk_buff *skb)
{
	__u64 value = 4;

	asm volatile("%0 -= %1" : "+r"(value) : "r"(skb));
	return *(__u8 *)value;
}

SEC("tc") __failure __msg("R2 subtraction from stack pointer prohibited")
__rule("pointer.stack-subtraction")
int subtract_from_stack_pointer(struct __sk_buff *skb)
{
	__u64 value;

	asm volatile("r2 = r10; r3 = 8; r2 -= r3; r4 = 0; *(u64 *)(r2 + 0) = r4; %0 = *(u64 *)(r2 + 0)"
		     : "=r"(value)
		     :
		     : "r2", "r3", "r4");
	return value;
}

SEC("tc") __failure __msg("math between fp pointer and 2147483647 is not allowed")
__rule("pointer.constant-too-large")
int huge_offset_on_stack(struct __sk_buff *skb)
{
	asm volatile("r2 = r10; r2 += 0x7fffffff; *(u8 *)(r2 + 0) = r10" ::: "r2", "memory");
	return 0;
}

SEC("tc") __failure __msg("dereference of modified ctx ptr R1 off=4 disallowed")
__rule("pointer.modified")
int context_at_other_offset(struct __sk_buff *skb)
{
	void *pointer = skb;

	pointer += 4;
	opaque(pointer);
	return *(__u32 *)pointer;
}

SEC("tc") __failure __msg("negative offset ctx ptr R1 off=-4 disallowed")
__rule("pointer.negative-offset")
int context_at_negative_offset(struct __sk_buff *skb)
{
	void *pointer = skb;

	pointer -= 4;
	opaque(pointer);
	return *(__u32 *)pointer;
}

SEC("tc") __failure __msg("variable ctx access var_off=(0x0; 0x4) disallowed")
__rule("pointer.variable-offset")
int context_at_variable_offset(struct __sk_buff *skb)
{
	__u64 offset = skb->len & 4;
	void *pointer = skb;

	return *(volatile __u32 *)(pointer + offset);
}

static __noinline void *own_address(void)
{
	__u64 local = 0;
	void *address = &local;

	opaque(address);
	return address;
}

SEC("tc") __failure __msg("cannot return stack pointer to the caller")
__rule("pointer.returns-stack")
int address_from_a_function(struct __sk_buff *skb)
{
	return own_address() != NULL;
}

SEC("tc") __failure __msg("same insn cannot be used with different pointers")
__rule("memory.mixed-pointers")
int one_load_two_pointers(struct __sk_buff *skb)
{
	void *pointer = skb;

	if (skb->len > 100) {
		pointer = number();
		if (!pointer)
			return 0;
	}
	opaque(pointer);
	return *(__u32 *)pointer;
}

/* ---- memory and the stack ---- */

SEC("tc") __failure __msg("R1 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int number_as_pointer(struct __sk_buff *skb)
{
	return *(volatile __u32 *)(__u64)skb->len;
}

SEC("tc") __failure __msg("R1 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int null_as_pointer(struct __sk_buff *skb)
{
	__u64 *found = number();

	return found ? 0 : *(volatile int *)found;
}

SEC("tc") __failure __msg("R1 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
__description("half of a stored pointer is a number")
int pointer_stored_in_halves(struct __sk_buff *skb)
{
	volatile __u64 slot = (long)skb;

	*(volatile __u32 *)&slot = 5;
	return *(volatile __u32 *)slot;
}

SEC("tc") __failure __msg("invalid write to stack R10 off=8 size=8") __rule("memory.stack-bounds")
int write_above_the_frame(struct __sk_buff *skb)
{
	asm volatile("r2 = 1; *(u64 *)(r10 + 8) = r2" ::: "r2", "memory");
	return 0;
}

SEC("tc") __failure __msg("invalid write to stack R10 off=-520 size=8")
__rule("memory.stack-bounds")
int write_below_the_frame(struct __sk_buff *skb)
{
	asm volatile("r2 = 1; *(u64 *)(r10 - 520) = r2" ::: "r2", "memory");
	return 0;
}

SEC("tc") __failure __msg("invalid read from stack R10 off=0 size=8") __rule("memory.stack-bounds")
int read_above_the_frame(struct __sk_buff *skb)
{
	__u64 value;

	asm volatile("%0 = *(u64 *)(r10 + 0)" : "=r"(value));
	return value;
}

SEC("tc") __failure
__msg("invalid variable-offset read from stack R2 var_off=(0x0; 0x1f) off=-16 size=1")
__rule("memory.stack-variable-offset")
int stack_index_off_by_one(struct __sk_buff *skb)
{
	volatile __u8 bytes[16] = {};
	__u64 index = skb->len;

	if (index > 16)
		return 0;
	return bytes[index];
}

SEC("tc") __failure
__msg("invalid variable-offset write to stack R2 var_off=(0x0; 0x1f) off=-16 size=1")
__rule("memory.stack-variable-offset")
int write_at_index_off_by_one(struct __sk_buff *skb)
{
	volatile __u8 bytes[16] = {};
	__u64 index = skb->len;

	if (index > 16)
		return 0;
	bytes[index] = 1;
	return bytes[0];
}

SEC("tc") __failure
__msg("variable offset stack pointer cannot be passed into helper function; var_off=(0x0; 0x8) off=-16 size=8")
__rule("memory.stack-variable-argument")
int atomic_at_an_unknown_place(struct __sk_buff *skb)
{
	volatile __u64 places[2] = {};

	__sync_fetch_and_add((__u64 *)((void *)places + (skb->len & 8)), 1);
	return places[0];
}

SEC("tc") __failure __msg("invalid unbounded variable-offset read from stack R2")
__rule("memory.stack-unbounded-offset")
int stack_index_unchecked(struct __sk_buff *skb)
{
	volatile __u8 bytes[16] = {};
	__u64 index = skb->len;

	return bytes[index];
}

SEC("tc") __failure __msg("misaligned stack access off 0+0+-12 size 8") __rule("memory.alignment")
int misaligned_on_the_stack(struct __sk_buff *skb)
{
	asm volatile("r2 = 1; *(u64 *)(r10 - 12) = r2" ::: "r2", "memory");
	return 0;
}

SEC("tc") __failure __msg("misaligned value access off 0+0+2 size 4") __rule("memory.alignment")
__flag(BPF_F_STRICT_ALIGNMENT)
int misaligned_in_a_map(struct __sk_buff *skb)
{
	void *found = number();

	return found ? *(volatile __u32 *)(found + 2) : 0;
}

SEC("tc") __failure __msg("invalid size of register spill") __rule("memory.partial-spill")
int half_of_a_pointer(struct __sk_buff *skb)
{
	asm volatile("*(u32 *)(r10 - 8) = %0" : : "r"(skb) : "memory");
	return 0;
}

static __noinline void keep(void **where)
{
	__u64 local = 0;
	void *address = &local;

	opaque(address);
	*where = address;
}

SEC("tc") __failure __msg("cannot spill pointers to stack into stack frame of the caller")
__rule("memory.spill-into-caller")
int address_into_the_callers_frame(struct __sk_buff *skb)
{
	void *address = NULL;

	keep(&address);
	return address != NULL;
}

SEC("tc") __failure __msg("BPF_ATOMIC stores into R1 ctx is not allowed")
__rule("memory.atomic-target")
int atomic_on_the_context(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&skb->mark, 1);
	return 0;
}

/* ---- calls ---- */

__noinline int global_function(__u64 *value)
{
	return value ? *value : 0;
}

__noinline int trusting_function(__u64 *value)
{
	return *value;
}

static __noinline int recursive(int depth);

static __noinline int recursive_too(int depth)
{
	opaque(depth);
	return depth ? recursive(depth - 1) + 1 : 0;
}

static __noinline int recursive(int depth)
{
	opaque(depth);
	return depth ? recursive_too(depth - 1) + 1 : 0;
}

static __noinline int large_frame(int x)
{
	volatile __u8 bytes[300] = {};

	opaque(x);
	bytes[x & 127] = 1;
	return bytes[0];
}

#define LEVEL(n, next) \
	static __noinline int level##n(int x) \
	{ \
		opaque(x); \
		x = next(x) + 1; \
		opaque(x); \
		return x; \
	}

static __noinline int level9(int x)
{
	opaque(x);
	return x;
}
LEVEL(8, level9)
LEVEL(7, level8)
LEVEL(6, level7)
LEVEL(5, level6)
LEVEL(4, level5)
LEVEL(3, level4)
LEVEL(2, level3)

SEC("tc") __failure __msg("R1 type=scalar expected=fp")
__msg("Caller passes invalid args into func#1 ('global_function')")
__rule("call.global-function-argument")
int number_for_a_pointer(struct __sk_buff *skb)
{
	return global_function((__u64 *)(long)skb->len);
}

SEC("tc") __failure __msg("invalid read from stack R1 off=-4 size=8")
__msg("Caller passes invalid args into func#1 ('global_function')")
__rule("call.global-function-argument")
int too_little_memory(struct __sk_buff *skb)
{
	__u32 half = 1;

	return global_function((__u64 *)&half);
}

SEC("tc") __failure __msg("R1 invalid mem access 'mem_or_null'") __rule("memory.nullable-pointer")
__description("a global function must expect NULL, whoever calls it")
int global_function_without_check(struct __sk_buff *skb)
{
	__u64 value = 1;

	return trusting_function(&value);
}

SEC("tc") __failure __msg("the call stack of 9 frames is too deep") __rule("call.too-deep")
int nine_frames(struct __sk_buff *skb)
{
	return level2(skb->len);
}

SEC("tc") __failure __msg("the call stack of 9 frames is too deep") __rule("call.too-deep")
int recursion(struct __sk_buff *skb)
{
	return recursive(skb->len);
}

SEC("tc") __failure __msg("combined stack size of 2 calls is 608. Too large")
__rule("call.stack-too-large")
int too_much_stack(struct __sk_buff *skb)
{
	volatile __u8 bytes[300] = {};

	bytes[skb->len & 127] = 1;
	return large_frame(bytes[1]);
}

SEC("tc") __failure __msg("helper call might sleep in a non-sleepable prog")
__rule("call.might-sleep")
int sleep_in_tc(struct __sk_buff *skb)
{
	__u8 bytes[8];

	return bpf_copy_from_user(bytes, sizeof bytes, NULL);
}

SEC("tc") __failure __msg("program of this type cannot use helper bpf_xdp_adjust_head#44")
__rule("call.helper-not-available")
int helper_of_another_program_type(struct __sk_buff *skb)
{
	return bpf_xdp_adjust_head((void *)skb, 4);
}

SEC("tc") __failure __msg("invalid func unknown#100000") __rule("call.helper-unknown")
int helper_that_does_not_exist(struct __sk_buff *skb)
{
	return ((int (*)(void))100000)();
}

SEC("tc") __failure __msg("R1 type=scalar expected=ctx") __rule("call.argument-type")
int number_as_context(struct __sk_buff *skb)
{
	return bpf_skb_pull_data((void *)(long)skb->len, 20);
}

/* ---- the program's shape ---- */

SEC("tc") __failure __msg("unreachable insn 2") __rule("program.unreachable")
NAKED int code_behind_the_exit(void)
{
	asm volatile("r0 = 0; exit; r0 = 1; exit" ::);
}

SEC("tc") __failure __msg("unreachable insn 1") __rule("program.unreachable")
NAKED int jump_to_itself(void)
{
	asm volatile("l0_%=: goto l0_%=; exit" ::);
}

SEC("tc") __failure __msg("infinite loop detected at insn 2") __rule("program.infinite-loop")
int endless_loop(struct __sk_buff *skb)
{
	volatile int x = 0;

	for (;;)
		asm volatile("");
	return x;
}

SEC("tc") __failure __msg("infinite loop detected at insn 2") __rule("program.infinite-loop")
NAKED int condition_never_changes(void)
{
	asm volatile("r6 = 0; r0 = 0; l0_%=: if r6 == 1 goto l1_%=; goto l0_%=; l1_%=: exit" ::);
}

SEC("tc") __failure __msg("BPF program is too large. Processed 1000001 insn")
__rule("program.too-large")
int two_million_rounds(struct __sk_buff *skb)
{
	__u32 sum = 0;

	for (__u32 i = 0; i < 2000000; i++) {
		opaque(sum);
		sum += i;
		opaque(sum);
	}
	return sum;
}

SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R0 has smin=2 smax=2 should have been in [0, 1]")
__rule("program.return-range")
int answer_out_of_range(struct __sk_buff *skb)
{
	return 2;
}

SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R0 has smin=0 smax=4294967295 should have been in [0, 1]")
__rule("program.return-range")
int answer_unknown(struct __sk_buff *skb)
{
	return skb->len;
}

SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R0 is not a known value (ctx)")
__rule("program.return-not-scalar")
NAKED int answer_is_a_pointer(void)
{
	asm volatile("r0 = r1; exit" ::);
}

__noinline long returns_its_argument(struct __sk_buff *skb)
{
	opaque(skb);
	return (long)skb;
}

SEC("tc") __failure __msg("At subprogram exit the register R0 is not a scalar value (ctx)")
__rule("program.subprogram-return")
int pointer_from_a_global_function(struct __sk_buff *skb)
{
	return returns_its_argument(skb) != 0;
}

__noinline int wants_a_number(__u64 x)
{
	opaque(x);
	return x;
}

__noinline int wants_the_context(struct __sk_buff *skb)
{
	return skb->len;
}

__noinline void *returns_a_pointer(__u64 x)
{
	opaque(x);
	return (void *)x;
}

struct unknown;

__noinline int wants_the_unknown(struct unknown *unknown)
{
	opaque(unknown);
	return unknown != NULL;
}

SEC("tc") __failure __msg("R1 is not a scalar")
__msg("Caller passes invalid args into func#1 ('wants_a_number')")
__rule("call.global-function-argument")
int pointer_for_a_number(struct __sk_buff *skb)
{
	return wants_a_number((__u64)skb);
}

SEC("tc") __failure __msg("arg#0 expects pointer to ctx")
__msg("Caller passes invalid args into func#1 ('wants_the_context')")
__rule("call.global-function-argument")
int memory_for_the_context(struct __sk_buff *skb)
{
	struct __sk_buff copy = {};

	return wants_the_context(&copy);
}

SEC("tc") __failure
__msg("Global function returns_a_pointer() doesn't return scalar. Only those are supported.")
__msg("Caller passes invalid args into func#1 ('returns_a_pointer')")
__rule("call.global-function-prototype")
int global_function_returns_a_pointer(struct __sk_buff *skb)
{
	return returns_a_pointer(skb->len) != NULL;
}

SEC("tc") __failure __msg("arg#0 reference type('FWD unknown') size cannot be determined: -22")
__msg("Caller passes invalid args into func#1 ('wants_the_unknown')")
__rule("call.global-function-prototype")
int global_function_wants_the_unknown(struct __sk_buff *skb)
{
	return wants_the_unknown(NULL);
}

SEC("tc") __failure __msg("invalid unbounded variable-offset write to stack R2")
__rule("memory.stack-unbounded-offset")
int stack_index_unchecked_write(struct __sk_buff *skb)
{
	volatile __u8 bytes[16] = {};
	__u64 index = skb->len;

	bytes[index] = 1;
	return bytes[0];
}

LICENSE("GPL");
