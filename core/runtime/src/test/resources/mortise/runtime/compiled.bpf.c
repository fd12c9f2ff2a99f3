/* What a compiler makes of ordinary C. Needs no headers:
 * clang-19 -target bpf -mcpu=v4 -O2 -g -c compiled.bpf.c -o compiled.bpf.o */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define __noinline __attribute__((noinline))

struct entry {
	int weight;
	short delta;
	signed char sign;
	u8 flags;
};

char _license[] SEC("license") = "GPL";

const volatile struct entry entries[4] = {
	{ 100, -3, -1, 0xff }, { -200, 30000, 1, 1 }, { 7, -30000, -128, 2 }, { 0x7fffffff, 1, 127, 0x80 },
};
u64 calls = 40;
u64 histogram[16];

static __noinline s64 weigh(u32 index)
{
	const volatile struct entry *e = &entries[index & 3];

	return (s64)e->weight * e->delta + e->sign - e->flags;
}

static __noinline u64 collatz(u64 n)
{
	u64 steps = 0;

	while (n != 1 && steps < 1000) {
		n = n & 1 ? 3 * n + 1 : n / 2;
		steps++;
	}
	return steps;
}

/* weights of all entries, plus how often this ran before */
SEC("socket") s64 weights(void *ctx)
{
	s64 sum = 0;

	for (u32 i = 0; i < 4; i++)
		sum += weigh(i);
	return sum + (s64)__sync_fetch_and_add(&calls, 1);
}

/* the most frequent number of Collatz steps, modulo 16, below 1000 */
SEC("socket") u64 steps(void *ctx)
{
	u64 best = 0;

	for (u64 n = 1; n < 1000; n++)
		histogram[collatz(n) & 15]++;
	for (u64 i = 1; i < 16; i++)
		if (histogram[i] > histogram[best])
			best = i;
	return best << 32 | histogram[best];
}

/* signed division, remainder and byte order of what is in a buffer on the stack */
SEC("socket") s64 buffer(void *ctx)
{
	volatile u8 bytes[16];
	s64 sum = 0;

	for (int i = 0; i < 16; i++)
		bytes[i] = i * 37;
	for (int i = 0; i < 16; i += 4) {
		int word = *(volatile int *)&bytes[i];

		sum = sum * 31 + word / -7 + word % 1000 + (int)__builtin_bswap32(word);
	}
	return sum;
}
