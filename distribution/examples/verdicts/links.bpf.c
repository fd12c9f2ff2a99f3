/* Numbers that are equal, or differ by a constant: what is learnt of one holds of the others, as kernel 6.18 says. */
#include "example.h"

/* r6: any number; r7 and r8: of 32 bits */
#define START \
	"r9 = r1;" \
	"call 5;" \
	"r6 = r0;" \
	"r7 = *(u32 *)(r9 + 0);" \
	"r8 = *(u32 *)(r9 + 8);"

/* bad: reads beyond the stack */
#define END \
	"out_%=:" \
	"r0 = 0;" \
	"exit;" \
	"bad_%=:" \
	"r0 = *(u8 *)(r10 + 8);" \
	"exit;"

SEC("tc") __success
__description("r1 = r7 + 128: what is learnt of the sum holds of r7")
NAKED int added_register(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r1 += 128;"
		     "if r1 > 200 goto out_%=;"
		     "if r7 > 72 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("and the other way round")
NAKED int added_number(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r1 += 128;"
		     "if r7 > 72 goto out_%=;"
		     "if r1 > 200 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("r1 = r7 - 16")
NAKED int taken_away(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r1 -= 16;"
		     "if r1 > 200 goto out_%=;"
		     "if r7 > 216 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("the constant may be in a register")
NAKED int taken_away_by_register(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r2 = -128;"
		     "r1 -= r2;"
		     "if r1 > 200 goto out_%=;"
		     "if r7 > 72 goto bad_%=;"
		     END ::);
}

SEC("tc") __failure __msg("invalid read from stack R10 off=8 size=1") __rule("memory.stack-bounds")
__description("one too far")
NAKED int too_little(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r1 -= 16;"
		     "if r1 > 200 goto out_%=;"
		     "if r7 > 215 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("32-bit sums wrap around: only between the bounds is r7 known")
NAKED int added_to_low_half(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "w1 += 128;"
		     "if w1 > 200 goto out_%=;"
		     "if w1 < 128 goto out_%=;"
		     "if w7 > 72 goto bad_%=;"
		     END ::);
}

SEC("tc") __failure __msg("invalid read from stack R10 off=8 size=1") __rule("memory.stack-bounds")
__description("a sum below 128 has wrapped around")
NAKED int added_to_low_half_wraps(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "w1 += 128;"
		     "if w1 > 200 goto out_%=;"
		     "if w7 > 72 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("32-bit differences")
NAKED int taken_from_low_half(void)
{
	asm volatile(START
		     "r7 &= 0xff;"
		     "w1 = w7;"
		     "w1 -= 128;"
		     "if w7 > 172 goto out_%=;"
		     "if w7 < 128 goto out_%=;"
		     "if w1 > 44 goto bad_%=;"
		     END ::);
}

SEC("tc") __failure __msg("invalid read from stack R10 off=8 size=1") __rule("memory.stack-bounds")
__description("r6 has 64 bits: its low half is known, it is not")
NAKED int upper_half_is_not_known(void)
{
	asm volatile(START
		     "r1 = r6;"
		     "w1 += 0;"
		     "if w1 > 200 goto out_%=;"
		     "if r6 > 200 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("two sums of one number differ by a constant")
NAKED int two_sums(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r2 = r7;"
		     "r1 += 4;"
		     "r2 += 8;"
		     "if r1 > 200 goto out_%=;"
		     "if r2 > 204 goto bad_%=;"
		     END ::);
}

SEC("tc") __failure __msg("invalid read from stack R10 off=8 size=1") __rule("memory.stack-bounds")
__description("the distance has more than 32 bits: r2 = r1 - 0xffffffff is small")
NAKED int far_apart(void)
{
	asm volatile(START
		     "r1 = r6;"
		     "r2 = r6;"
		     "r3 = 0x7fffffff ll;"
		     "r4 = -0x80000000 ll;"
		     "r1 += r3;"
		     "r2 += r4;"
		     "r5 = 0x100000000 ll;"
		     "if r1 < r5 goto out_%=;"
		     "r5 = 0x100000010 ll;"
		     "if r1 > r5 goto out_%=;"
		     "if r2 < 20 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("and it is known how small")
NAKED int far_apart_known(void)
{
	asm volatile(START
		     "r1 = r6;"
		     "r2 = r6;"
		     "r3 = 0x7fffffff ll;"
		     "r4 = -0x80000000 ll;"
		     "r1 += r3;"
		     "r2 += r4;"
		     "r5 = 0x100000000 ll;"
		     "if r1 < r5 goto out_%=;"
		     "r5 = 0x100000010 ll;"
		     "if r1 > r5 goto out_%=;"
		     "if r2 > 17 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("a copy of a sum is linked with the sum")
NAKED int copy_of_sum(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r1 += 4;"
		     "r2 = r1;"
		     "if r2 > 200 goto out_%=;"
		     "if r1 > 200 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("who is added to is at a distance from its copy")
NAKED int base_moves(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r7 += 4;"
		     "if r1 > 200 goto out_%=;"
		     "if r7 > 204 goto bad_%=;"
		     END ::);
}

SEC("tc") __failure __msg("invalid read from stack R10 off=8 size=1") __rule("memory.stack-bounds")
__description("any other operation makes a number of its own")
NAKED int computed_anew(void)
{
	asm volatile(START
		     "r1 = r7;"
		     "r1 *= 1;"
		     "if r1 > 200 goto out_%=;"
		     "if r7 > 200 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("a number on the stack is linked with its register")
NAKED int spilled(void)
{
	asm volatile(START
		     "*(u64 *)(r10 - 8) = r7;"
		     "if r7 > 100 goto out_%=;"
		     "r1 = *(u64 *)(r10 - 8);"
		     "if r1 > 100 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("where it fits, four bytes of it are too")
NAKED int spilled_narrow(void)
{
	asm volatile(START
		     "*(u32 *)(r10 - 8) = r7;"
		     "if r7 > 100 goto out_%=;"
		     "r1 = *(u32 *)(r10 - 8);"
		     "if r1 > 100 goto bad_%=;"
		     END ::);
}

SEC("tc") __success
__description("the low half of -128 to 127, from the stack")
NAKED int signed_low_half(void)
{
	asm volatile(START
		     "r6 s>>= 56;"
		     "*(u32 *)(r10 - 8) = r6;"
		     "r1 = *(u32 *)(r10 - 8);"
		     "if w1 s> 127 goto bad_%=;"
		     "if w1 s< -128 goto bad_%=;"
		     END ::);
}

SEC("tc") __failure __msg("invalid read from stack R10 off=8 size=1") __rule("memory.stack-bounds")
__description("the path with the 32-bit sum is not covered by that with the sum of 64 bits")
NAKED int two_ways(void)
{
	asm volatile(START
		     "r1 = r6;"
		     "if r8 > 5 goto low_%=;"
		     "r1 += 16;"
		     "goto both_%=;"
		     "low_%=:"
		     "w1 += 16;"
		     "both_%=:"
		     "if r1 > 100 goto out_%=;"
		     "if r1 < 16 goto out_%=;"
		     "if r6 > 84 goto bad_%=;"
		     END ::);
}

SEC("tc") __success __description("with 64 bits on both paths it is")
NAKED int two_ways_alike(void)
{
	asm volatile(START
		     "r1 = r6;"
		     "if r8 > 5 goto low_%=;"
		     "r1 += 16;"
		     "goto both_%=;"
		     "low_%=:"
		     "r1 -= -16;"
		     "both_%=:"
		     "if r1 > 100 goto out_%=;"
		     "if r1 < 16 goto out_%=;"
		     "if r6 > 84 goto bad_%=;"
		     END ::);
}

LICENSE("GPL");
