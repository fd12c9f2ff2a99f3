/* Paths that meet: what may be forgotten there, and what may not. What kernel 6.18 says. */
#include "example.h"

struct value {
	__u8 bytes[64];
};

struct plain {
	__u64 a;
};

private(a) struct bpf_spin_lock lock;
private(a) __u64 total;
private(b) struct bpf_spin_lock other_lock;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct value);
} values SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} small_values SEC(".maps");

/* r6: a value of 64 bytes; r7 and r8: any numbers; r9: the context */
#define START \
	"r9 = r1;" \
	"call 7;" \
	"r7 = r0;" \
	"call 5;" \
	"r8 = r0;" \
	"r1 = 0;" \
	"*(u32 *)(r10 - 4) = r1;" \
	"r2 = r10;" \
	"r2 += -4;" \
	"r1 = %[values] ll;" \
	"call 1;" \
	"if r0 == 0 goto out_%=;" \
	"r6 = r0;"

/* reads the byte at index r8 */
#define USE \
	"r6 += r8;" \
	"r0 = *(u8 *)(r6 + 0);"

#define END "out_%=: r0 = 0; exit;"

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=100 size=1")
__msg("R6 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("the path explored later has the larger index")
NAKED int index_of_the_second_path(void)
{
	asm volatile(START
		     "r8 = 100;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = 4;"
		     "join_%=: r9 = 0;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=100 size=1")
__msg("R6 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("the same, the index lies on the stack")
NAKED int index_in_a_slot(void)
{
	asm volatile(START
		     "r8 = 100;"
		     "*(u64 *)(r10 - 16) = r8;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = 4;"
		     "*(u64 *)(r10 - 16) = r8;"
		     "join_%=: r9 = 0;"
		     "r8 = *(u64 *)(r10 - 16);"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=120 size=1")
__msg("R6 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("only the sum is used as an index")
NAKED int index_through_a_sum(void)
{
	asm volatile(START
		     "r8 = 60;"
		     "r9 = 60;"
		     "if r7 > 5 goto join_%=;"
		     "r9 = 2;"
		     "join_%=: r8 += r9;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=100 size=1")
__msg("R6 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("which branch is taken depends on the number")
NAKED int index_through_a_comparison(void)
{
	asm volatile(START
		     "r9 = 1;"
		     "if r7 > 5 goto join_%=;"
		     "r9 = 0;"
		     "join_%=: r8 = 4;"
		     "if r9 == 0 goto use_%=;"
		     "r8 = 100;"
		     "use_%=: r0 = 0;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid write to stack R3 off=-16 size=600")
__rule("memory.stack-bounds")
__description("the number is the size given to a helper")
NAKED int size_of_the_second_path(void)
{
	asm volatile(START
		     "r8 = 600;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = 8;"
		     "join_%=: r1 = r9;"
		     "r2 = 0;"
		     "r3 = r10;"
		     "r3 += -16;"
		     "r4 = r8;"
		     "call 26;"
		     END ::[values] "i"(&values));
}

SEC("tc") __success
__description("one path has a map value, the other the address of a slot; both are good")
NAKED int pointer_of_the_second_path(void)
{
	asm volatile(START
		     "r8 = r6;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r10;"
		     "r8 += -8;"
		     "join_%=: r1 = 0;"
		     "*(u64 *)(r8 + 0) = r1;"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("R8 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
__description("one path has a pointer, the other a number")
NAKED int pointer_or_number(void)
{
	asm volatile(START
		     "r8 = 64;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r6;"
		     "join_%=: r0 = *(u8 *)(r8 + 0);"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=8 off=40 size=1")
__msg("R8 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("one path has a value of 64 bytes, the other one of 8")
NAKED int smaller_value(void)
{
	asm volatile(START
		     "r1 = %[small] ll;"
		     "r2 = r10;"
		     "r2 += -4;"
		     "call 1;"
		     "if r0 == 0 goto out_%=;"
		     "r8 = r0;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r6;"
		     "join_%=: r0 = *(u8 *)(r8 + 40);"
		     END ::[values] "i"(&values), [small] "i"(&small_values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R8 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("the same value, moved too far on one path")
NAKED int offset_of_the_second_path(void)
{
	asm volatile(START
		     "r8 = r6;"
		     "r8 += 64;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r6;"
		     "join_%=: r0 = *(u8 *)(r8 + 0);"
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("privileged programs may read a slot that only one path wrote")
NAKED int slot_never_written(void)
{
	asm volatile(START
		     "if r7 > 5 goto join_%=;"
		     "*(u64 *)(r10 - 24) = r7;"
		     "join_%=: r8 = *(u64 *)(r10 - 24);"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("R8 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
__description("two lookups, one check, the other is used on one path")
NAKED int check_of_another_lookup(void)
{
	asm volatile(START
		     "r1 = %[values] ll;"
		     "r2 = r10;"
		     "r2 += -4;"
		     "call 1;"
		     "r8 = r0;"
		     "r1 = %[values] ll;"
		     "r2 = r10;"
		     "r2 += -4;"
		     "call 1;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r0;"
		     "join_%=: if r0 == 0 goto out_%=;"
		     "r0 = *(u8 *)(r8 + 0);"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("two numbers, one compared, the other used on one path")
NAKED int comparison_of_another_number(void)
{
	asm volatile(START
		     "call 5;"
		     "r1 = r8;"
		     "r8 = r0;"
		     "r9 = r0;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r1;"
		     "join_%=: if r9 > 63 goto out_%=;"
		     "r1 = 0;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to packet, off=13 size=1, R2(id=0,off=13,r=0)")
__msg("R2 offset is outside of the packet") __rule("packet.bounds")
__description("the packet was compared on one path only")
NAKED int packet_range(void)
{
	asm volatile(START
		     "r2 = *(u32 *)(r9 + 76);"
		     "r3 = *(u32 *)(r9 + 80);"
		     "r4 = r2;"
		     "r4 += 14;"
		     "if r7 > 5 goto join_%=;"
		     "if r4 > r3 goto out_%=;"
		     "join_%=: r0 = *(u8 *)(r2 + 13);"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to packet, off=13 size=1, R2(id=0,off=13,r=8)")
__msg("R2 offset is outside of the packet") __rule("packet.bounds")
__description("compared for 14 bytes on one path, for 8 on the other")
NAKED int packet_range_shorter(void)
{
	asm volatile(START
		     "r2 = *(u32 *)(r9 + 76);"
		     "r3 = *(u32 *)(r9 + 80);"
		     "r4 = r2;"
		     "r4 += 8;"
		     "if r7 > 5 goto check_%=;"
		     "r4 += 6;"
		     "check_%=: if r4 > r3 goto out_%=;"
		     "r0 = *(u8 *)(r2 + 13);"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("R1 !read_ok") __rule("register.uninitialised")
__description("set on one path, void on the other")
NAKED int register_of_one_path(void)
{
	asm volatile(START
		     "call 7;"
		     "if r7 > 5 goto join_%=;"
		     "r1 = 0;"
		     "join_%=: r8 = r1;"
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("different numbers that nobody needs may be forgotten")
NAKED int unused_difference(void)
{
	asm volatile(START
		     "r8 = 100;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = 4;"
		     "join_%=: r8 &= 1;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R1 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("the index grows with each round: round 64 is too far")
NAKED int loop_with_growing_index(void)
{
	asm volatile(START
		     "r8 = 0;"
		     "loop_%=: r1 = r6;"
		     "r1 += r8;"
		     "r0 = *(u8 *)(r1 + 0);"
		     "r8 += 1;"
		     "if r8 < 65 goto loop_%=;"
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("64 rounds")
NAKED int loop_to_the_end(void)
{
	asm volatile(START
		     "r8 = 0;"
		     "loop_%=: r1 = r6;"
		     "r1 += r8;"
		     "r0 = *(u8 *)(r1 + 0);"
		     "r8 += 1;"
		     "if r8 < 64 goto loop_%=;"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
__description("one path holds a lock where they meet")
int lock_of_one_path(struct __sk_buff *skb)
{
	if (skb->len > 5)
		bpf_spin_lock(&lock);
	asm volatile("r9 = 0" ::: "r9");
	return total;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=6")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
__description("one path owns an object where they meet")
int reference_of_one_path(struct __sk_buff *skb)
{
	struct plain *plain = NULL;
	int length = skb->len;

	if (length > 5)
		plain = bpf_obj_new(struct plain);
	asm volatile("r9 = 0" ::: "r9");
	if (length > 6 && plain)
		bpf_obj_drop(plain);
	return 0;
}

SEC("tc") __success __description("which path owns an object is remembered in the pointer")
int reference_in_the_pointer(struct __sk_buff *skb)
{
	struct plain *plain = NULL;

	if (skb->len > 5)
		plain = bpf_obj_new(struct plain);
	asm volatile("r9 = 0" ::: "r9");
	if (plain)
		bpf_obj_drop(plain);
	return 0;
}

static __noinline int pick(__u8 *bytes, __u64 index)
{
	asm volatile("" ::: "memory");
	return bytes[index];
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R1 min value is outside of the allowed memory range") __rule("memory.bounds")
__description("the same function, called with a good index and with a bad one")
int function_called_twice(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct value *value = bpf_map_lookup_elem(&values, &key);
	int sum;

	if (!value)
		return 0;
	sum = pick(value->bytes, 3);
	return sum + pick(value->bytes, 64);
}

LICENSE("GPL");

SEC("tc") __failure __msg("R8 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
__description("two keys, one is there and checked, the other is used on one path")
NAKED int check_of_another_key(void)
{
	asm volatile(START
		     "r1 = 77;"
		     "*(u32 *)(r10 - 8) = r1;"
		     "r2 = r10;"
		     "r2 += -8;"
		     "r1 = %[values] ll;"
		     "call 1;"
		     "r8 = r0;"
		     "r2 = r10;"
		     "r2 += -4;"
		     "r1 = %[values] ll;"
		     "call 1;"
		     "if r7 > 5 goto join_%=;"
		     "r8 = r0;"
		     "join_%=: if r0 == 0 goto out_%=;"
		     "r0 = *(u8 *)(r8 + 0);"
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
__description("each path holds another lock where they meet")
NAKED int another_lock_on_each_path(void)
{
	asm volatile("r6 = %[lock] ll;"
		     "r7 = %[other] ll;"
		     "call 7;"
		     "if r0 > 5 goto other_%=;"
		     "r1 = r6;"
		     "call 93;"
		     "goto join_%=;"
		     "other_%=: r1 = r7;"
		     "call 93;"
		     "join_%=: r1 = r6;"
		     "call 94;"
		     "r0 = 0;"
		     "exit;" ::[lock] "i"(&lock),
		     [other] "i"(&other_lock));
}
