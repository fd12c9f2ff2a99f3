/* What a verifier must know of numbers, bit by bit: what kernel 6.18 says. */
#include "example.h"

struct value {
	__u8 bytes[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct value);
} values SEC(".maps");

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

SEC("tc") __success __description("r8 &= 63 bounds it")
NAKED int mask(void)
{
	asm volatile(START
		     "r8 &= 63;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("r8 &= 64 does not: 64 is one too far")
NAKED int mask_too_wide(void)
{
	asm volatile(START
		     "r8 &= 64;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("a 32-bit mask clears the upper half")
NAKED int mask_32(void)
{
	asm volatile(START
		     "w8 &= 63;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("one unsigned comparison bounds both sides")
NAKED int unsigned_compare(void)
{
	asm volatile(START
		     "if r8 > 63 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("64 passes the comparison")
NAKED int unsigned_compare_one_too_far(void)
{
	asm volatile(START
		     "if r8 > 64 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("negative numbers pass a signed comparison")
NAKED int signed_compare_only(void)
{
	asm volatile(START
		     "if r8 s> 63 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("two signed comparisons")
NAKED int signed_compare_both(void)
{
	asm volatile(START
		     "if r8 s> 63 goto out_%=;"
		     "if r8 s< 0 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("a 32-bit comparison says nothing of the upper half")
NAKED int compare_32_of_64(void)
{
	asm volatile(START
		     "if w8 > 63 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("the upper half is known to be zero")
NAKED int compare_32_of_32(void)
{
	asm volatile(START
		     "w8 = w8;"
		     "if w8 > 63 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("the upper 6 bits are at most 63")
NAKED int shift_right(void)
{
	asm volatile(START
		     "r8 >>= 58;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=127 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("the upper 7 bits are not")
NAKED int shift_right_one_less(void)
{
	asm volatile(START
		     "r8 >>= 57;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("multiples of 8 below 64")
NAKED int shift_left_then_mask(void)
{
	asm volatile(START
		     "r8 <<= 3;"
		     "r8 &= 56;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("the rest by 64 is not bounded in this kernel")
NAKED int rest_of_division(void)
{
	asm volatile(START
		     "r8 %%= 64;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("the false branch of a bit test clears the bits")
NAKED int jset_false(void)
{
	asm volatile(START
		     "if r8 & 0xffffffc0 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("only the tested bits are cleared")
NAKED int jset_false_32(void)
{
	asm volatile(START
		     "if r8 & 0x7fffffc0 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("at most 3 * 21")
NAKED int multiply(void)
{
	asm volatile(START
		     "r8 &= 3;"
		     "r8 *= 21;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=66 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("3 * 22 is too far")
NAKED int multiply_too_far(void)
{
	asm volatile(START
		     "r8 &= 3;"
		     "r8 *= 22;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("31 + 32")
NAKED int add_two(void)
{
	asm volatile(START
		     "r8 &= 31;"
		     "r7 &= 32;"
		     "r8 += r7;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("15 or 48")
NAKED int or_two(void)
{
	asm volatile(START
		     "r8 &= 15;"
		     "r7 &= 48;"
		     "r8 |= r7;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("63 xor 32 stays below 64")
NAKED int xor_two(void)
{
	asm volatile(START
		     "r8 &= 63;"
		     "r8 ^= 32;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("63 - (0..63)")
NAKED int subtract(void)
{
	asm volatile(START
		     "r7 &= 63;"
		     "r8 = 63;"
		     "r8 -= r7;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("R6 min value is negative, either use unsigned index or do a if (index >=0) check.")
__rule("memory.negative-index")
__description("62 - (0..63) may be negative")
NAKED int subtract_below_zero(void)
{
	asm volatile(START
		     "r7 &= 63;"
		     "r8 = 62;"
		     "r8 -= r7;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("comparing one copy bounds the other")
NAKED int linked_copies(void)
{
	asm volatile(START
		     "r8 = r7;"
		     "if r7 > 63 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("r8 = r7 + 4, and r7 is compared")
NAKED int linked_copies_with_distance(void)
{
	asm volatile(START
		     "w8 = w7;"
		     "r8 = r7;"
		     "r8 += 4;"
		     "if r7 > 59 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("r8 = r7 + 4, r7 may be 60")
NAKED int linked_copies_with_distance_too_far(void)
{
	asm volatile(START
		     "r8 = r7;"
		     "r8 += 4;"
		     "if r7 > 60 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("the copy was taken before the mask: not linked")
NAKED int copy_before_change(void)
{
	asm volatile(START
		     "r8 = r7;"
		     "r7 &= 63;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("a number keeps its bounds on the stack")
NAKED int spilled(void)
{
	asm volatile(START
		     "r8 &= 63;"
		     "*(u64 *)(r10 - 16) = r8;"
		     "r8 = r7;"
		     "r8 = *(u64 *)(r10 - 16);"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("the copy on the stack is linked, too")
NAKED int spilled_then_compared(void)
{
	asm volatile(START
		     "*(u64 *)(r10 - 16) = r8;"
		     "if r8 > 63 goto out_%=;"
		     "r8 = *(u64 *)(r10 - 16);"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("four bytes on the stack")
NAKED int spilled_narrow(void)
{
	asm volatile(START
		     "w8 &= 63;"
		     "*(u32 *)(r10 - 16) = r8;"
		     "w8 = *(u32 *)(r10 - 16);"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
__description("one byte of the slot was written over")
NAKED int spilled_overwritten(void)
{
	asm volatile(START
		     "r8 &= 63;"
		     "*(u64 *)(r10 - 16) = r8;"
		     "*(u8 *)(r10 - 16) = r7;"
		     "r8 = *(u64 *)(r10 - 16);"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("bounded by a register that is bounded")
NAKED int register_compare(void)
{
	asm volatile(START
		     "r7 &= 63;"
		     "if r8 > r7 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("equal to one that is bounded")
NAKED int equal_to_register(void)
{
	asm volatile(START
		     "r7 &= 63;"
		     "if r8 != r7 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("equal to a constant")
NAKED int equal_to_constant(void)
{
	asm volatile(START
		     "if r8 != 63 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("0..64 without 64")
NAKED int not_equal_at_the_edge(void)
{
	asm volatile(START
		     "r8 &= 127;"
		     "if r8 > 64 goto out_%=;"
		     "if r8 == 64 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=64 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("0..64 without 5")
NAKED int not_equal_inside(void)
{
	asm volatile(START
		     "r8 &= 127;"
		     "if r8 > 64 goto out_%=;"
		     "if r8 == 5 goto out_%=;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("sign bits only: 0 or -1, masked")
NAKED int arithmetic_shift(void)
{
	asm volatile(START
		     "r8 s>>= 63;"
		     "r8 &= 63;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("0 - (0..63), masked")
NAKED int negative_then_mask(void)
{
	asm volatile(START
		     "r8 &= 63;"
		     "r8 = -r8;"
		     "r8 &= 63;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("a byte is below 256, a quarter of it below 64")
NAKED int byte_load(void)
{
	asm volatile(START
		     "r8 = *(u8 *)(r6 + 3);"
		     "r8 >>= 2;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("invalid access to map value, value_size=64 off=255 size=1")
__msg("R6 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("a byte is not below 64")
NAKED int byte_load_unmasked(void)
{
	asm volatile(START
		     "r8 = *(u8 *)(r6 + 3);"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("a 32-bit shift")
NAKED int upper_half_of_32(void)
{
	asm volatile(START
		     "w8 >>= 26;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __success __description("63 + 1 wraps nowhere, -1 + 1 does")
NAKED int wrap_32(void)
{
	asm volatile(START
		     "w8 = -1;"
		     "w8 += 1;"
		     USE
		     END ::[values] "i"(&values));
}

SEC("tc") __failure __msg("R6 unbounded memory access, make sure to bounds check any such access")
__rule("memory.unbounded")
__description("(2^32-1) + (0..63) in 32 bits has no bounds left")
NAKED int add_may_wrap_32(void)
{
	asm volatile(START
		     "w7 &= 63;"
		     "w8 = -1;"
		     "w8 += w7;"
		     USE
		     END ::[values] "i"(&values));
}

LICENSE("GPL");
