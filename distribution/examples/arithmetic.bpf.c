/* Arithmetic at 64 and at 32 bits: wrapping, signs, shifts, division, byte order. */
#include "example.h"

SEC("tc") __success __retval(1) __description("32-bit addition wraps and clears the upper half")
int wrap_32(struct __sk_buff *skb)
{
	__u32 x = 0xffffffff;

	opaque(x);
	x += 2;
	return x;
}

SEC("tc") __success __retval(-8) __description("an arithmetic shift keeps the sign: -64 >> 3")
int signed_shift(struct __sk_buff *skb)
{
	__s64 x = -64;

	opaque(x);
	return x >> 3;
}

SEC("tc") __success __retval(8) __description("a logical shift of a 32-bit value: 0x80000000 >> 28")
int unsigned_shift_32(struct __sk_buff *skb)
{
	__u32 x = 0x80000000;

	opaque(x);
	return x >> 28;
}

SEC("tc") __success __retval(0) __description("dividing by a register that is zero gives zero")
int divide_by_zero(struct __sk_buff *skb)
{
	__u64 x = 17, zero = 0;

	opaque(x);
	opaque(zero);
	return x / zero;
}

SEC("tc") __success __retval(17) __description("the rest of a division by zero is the dividend")
int rest_by_zero(struct __sk_buff *skb)
{
	__u64 x = 17, zero = 0;

	opaque(x);
	opaque(zero);
	return x % zero;
}

SEC("tc") __success __retval(1144201745) __description("byte order of a 32-bit word turned round")
int swap_32(struct __sk_buff *skb)
{
	__u32 x = 0x11223344;

	opaque(x);
	return __builtin_bswap32(x);
}

SEC("tc") __success __retval(8721) __description("byte order of a 16-bit word turned round")
int swap_16(struct __sk_buff *skb)
{
	__u32 x = 0x1122;

	opaque(x);
	return __builtin_bswap16(x);
}

SEC("tc") __success __retval(-2) __description("a byte extended with its sign")
int sign_extend(struct __sk_buff *skb)
{
	__u64 x = 0x1fe;

	opaque(x);
	return (__s8)x;
}

SEC("tc") __success __retval(1) __description("the upper half of a product of two 32-bit numbers")
int long_product(struct __sk_buff *skb)
{
	__u64 x = 0x80000000, y = 2;

	opaque(x);
	opaque(y);
	return x * y >> 32;
}

SEC("tc") __success __retval(24) __description("set bits of 0x00ffffff00, counted by folding")
int population(struct __sk_buff *skb)
{
	__u64 x = 0x00ffffff00;

	opaque(x);
	x = x - (x >> 1 & 0x5555555555555555);
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return x * 0x0101010101010101 >> 56;
}

SEC("tc") __success __retval(1234) __description("integer square root of 1522756 by Newton's steps")
int square_root(struct __sk_buff *skb)
{
	__u64 n = 1522756, guess = n;

	opaque(n);
	for (int i = 0; i < 24; i++) {
		__u64 better = guess ? (guess + n / guess) / 2 : 0;

		if (better >= guess)
			break;
		guess = better;
	}
	return guess;
}

SEC("tc") __success __retval(3) __description("comparisons, signed and unsigned, of the same bits")
int compare(struct __sk_buff *skb)
{
	__u32 x = 0xfffffff0;
	int result = 0;

	opaque(x);
	if (x > 5)
		result |= 1;
	if ((__s32)x < 5)
		result |= 2;
	return result;
}

SEC("tc") __success __retval(77) __description("exchange and compare-and-exchange on a stack slot")
int atomics(struct __sk_buff *skb)
{
	__u64 slot = 7;
	__u64 before = __sync_val_compare_and_swap(&slot, 7, 70);

	__sync_fetch_and_or(&slot, 0);
	return before + slot;
}

LICENSE("GPL");
