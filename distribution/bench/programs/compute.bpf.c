/*
 * Compute kernels: what each computes is small, so that an interpreter's speed is what counts.
 * Inner loops are global functions, which are verified once, for any argument.
 */
#include "example.h"

typedef __u8 u8;
typedef __u32 u32;
typedef __u64 u64;

#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define GLOBALFN __noinline
#define PROG(name) SEC("tc") __success int name(struct __sk_buff *skb)
#define MEM (&memory)
#define OPAQUE(x) opaque(x)

#define N_SIEVE 8192
#define MATN 32
#define SORTN 256

struct mem {
	u64 words[512];
	u64 out[512];
	u8 sieve[N_SIEVE];
	u32 a[MATN * MATN], b[MATN * MATN], c[MATN * MATN];
	u32 sort[SORTN];
};

struct mem memory = {};

/* ---- 1. sum: 1000 x 1000 iterations, 4 ALU ops each (inner loop = global function, verified once) */
GLOBALFN u64 sum_inner(u64 s) {
	for (u32 i = 0; i < 1000; i++) { s += i ^ (s >> 3); OPAQUE(s); }
	return s;
}
PROG(sum) {
	u64 s = 1;
	for (u32 j = 0; j < 1000; j++) s = sum_inner(s + j);
	return (u32)s & 0x7fffffff;
}

/* ---- 2. sieve of Eratosthenes below 8192, byte map */
GLOBALFN u64 sieve_clear(struct mem *m __arg_nonnull) {
	volatile u64 *p = (u64 *)m->sieve;
	for (u32 i = 0; i < N_SIEVE/8; i++) p[i] = 0;
	return 0;
}
GLOBALFN u64 sieve_mark(struct mem *m __arg_nonnull, u32 p) {
	if (p < 2 || p > 90) return 0;
	for (u32 j = p * p; j < N_SIEVE; j += p) m->sieve[j] = 1;
	return 0;
}
GLOBALFN u64 sieve_count(struct mem *m __arg_nonnull) {
	u64 n = 0;
	for (u32 i = 2; i < N_SIEVE; i++) n += m->sieve[i] == 0;
	return n;
}
PROG(sieve) {
	sieve_clear(MEM);
	for (u32 p = 2; p <= 90; p++)
		if (!MEM->sieve[p]) sieve_mark(MEM, p);
	return sieve_count(MEM);   /* 1028 */
}

/* ---- 3. FNV-1a 64 over 4 KiB, byte-wise */
GLOBALFN u64 fnv(struct mem *m __arg_nonnull) {
	u64 h = 0xcbf29ce484222325ULL; u8 *p = (u8 *)m->words;
	for (u32 i = 0; i < 4096; i++) { h ^= p[i]; h *= 0x100000001b3ULL; }
	return h;
}
PROG(fnv4k) { return (u32)fnv(MEM) & 0x7fffffff; }

/* ---- 4. murmur2-64-like over 4 KiB, word-wise */
GLOBALFN u64 murmur(struct mem *m __arg_nonnull) {
	const u64 M = 0xc6a4a7935bd1e995ULL; u64 h = 0x9747b28cULL ^ (4096 * M);
	for (u32 i = 0; i < 512; i++) { u64 k = m->words[i]; k *= M; k ^= k >> 47; k *= M; h ^= k; h *= M; }
	h ^= h >> 47; h *= M; h ^= h >> 47; return h;
}
PROG(murmur4k) { return (u32)murmur(MEM) & 0x7fffffff; }

/* ---- 5. copy 4 KiB by u64 */
GLOBALFN u64 copy(struct mem *m __arg_nonnull, u64 x) {
	u64 v = 0;
	for (u32 i = 0; i < 512; i++) { v = m->words[i] + x; m->out[i] = v; }
	return v;
}
PROG(copy4k) { u64 r = 0; for (u32 i = 0; i < 16; i++) r += copy(MEM, i); return (u32)r & 0x7fffffff; }

/* ---- 6. matrix multiply 32x32 u32 */
GLOBALFN u64 mat_cell(struct mem *m __arg_nonnull, u32 i, u32 j) {
	u32 s = 0;
	i &= MATN-1; j &= MATN-1;
	for (u32 k = 0; k < MATN; k++) s += m->a[i*MATN + k] * m->b[k*MATN + j];
	m->c[i*MATN + j] = s;
	return s;
}
PROG(matmul32) {
	u32 t = 0;
	for (u32 i = 0; i < MATN; i++) for (u32 j = 0; j < MATN; j++) t ^= (u32)mat_cell(MEM, i, j) + i*j;
	return t & 0x7fffffff;
}

/* ---- 7. fib(90) iterative x 1000 */
GLOBALFN u64 fib90(u64 a) {
	u64 b = 1;
	for (u32 i = 0; i < 90; i++) { u64 t = a + b; a = b; b = t; OPAQUE(a); OPAQUE(b); }
	return a;
}
PROG(fib) { u64 r = 0; for (u32 i = 0; i < 1000; i++) r += fib90(i); return (u32)r & 0x7fffffff; }

/* ---- 8. bubble sort of 256 u32 (refilled from an LCG), data-dependent branches */
GLOBALFN u64 sort_fill(struct mem *m __arg_nonnull) {
	u32 x = 12345;
	for (u32 i = 0; i < SORTN; i++) { x = x * 1103515245u + 12345u; m->sort[i] = x >> 1; }
	return 0;
}
GLOBALFN u64 sort_pass(struct mem *m __arg_nonnull) {
	u64 sw = 0;
	for (u32 i = 0; i + 1 < SORTN; i++) {
		u32 a = m->sort[i], b = m->sort[i+1];
		if (a > b) { m->sort[i] = b; m->sort[i+1] = a; sw++; }
	}
	return sw;
}
PROG(bubble256) {
	u64 n = 0;
	sort_fill(MEM);
	for (u32 i = 0; i < SORTN; i++) n += sort_pass(MEM);
	return (u32)(n ^ MEM->sort[0]) & 0x7fffffff;
}

/* ---- 9. bitwise CRC32 over 1 KiB (32-bit ALU, unpredictable branches) */
GLOBALFN u32 crc_byte(u32 crc, u32 byte) {
	crc ^= byte & 0xff;
#pragma clang loop unroll(disable)
	for (u32 k = 0; k < 8; k++) { crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1))); OPAQUE(crc); }
	return crc;
}
PROG(crc1k) {
	u32 crc = ~0u; u8 *p = (u8 *)MEM->words;
	for (u32 i = 0; i < 1024; i++) crc = crc_byte(crc, p[i]);
	return (~crc) & 0x7fffffff;
}

/* ---- 10. bpf-to-bpf calls: 100000 calls of a tiny function */
GLOBALFN u64 tiny(u64 a, u64 b) { OPAQUE(a); return a * 3 + b; }
GLOBALFN u64 call_inner(u64 s) { for (u32 i = 0; i < 1000; i++) s = tiny(s, i); return s; }
PROG(calls) { u64 s = 1; for (u32 i = 0; i < 100; i++) s = call_inner(s); return (u32)s & 0x7fffffff; }

/* ---- 11. spill/fill: 16 live accumulators on the stack */
GLOBALFN u64 stack_mix(u64 s) {
	volatile u64 v[16];
	for (u32 i = 0; i < 16; i++) v[i] = s + i;
	for (u32 r = 0; r < 64; r++) { u32 k = r & 15; v[k] = v[(k + 5) & 15] * 31 + r; }
	return v[0] ^ v[15];
}
PROG(stackmix) { u64 s = 1; for (u32 i = 0; i < 100; i++) s = stack_mix(s); return (u32)s & 0x7fffffff; }

LICENSE("GPL");
