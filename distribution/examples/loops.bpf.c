/* Loops over numbers. The compiler is kept from computing the results itself. */
#include "example.h"

SEC("tc") __success __retval(5050) __description("1 + 2 + ... + 100")
int sum(struct __sk_buff *skb)
{
	__u32 total = 0;

	for (__u32 i = 1; i <= 100; i++) {
		opaque(i);
		total += i;
	}
	return total;
}

SEC("tc") __success __retval(111) __description("steps of the 3n + 1 walk from 27 to 1")
int collatz(struct __sk_buff *skb)
{
	__u64 n = 27;
	int steps = 0;

	opaque(n);
	while (n != 1 && steps < 200) {
		n = n & 1 ? 3 * n + 1 : n / 2;
		steps++;
	}
	return steps;
}

SEC("tc") __success __retval(21) __description("greatest common divisor of 1071 and 462")
int gcd(struct __sk_buff *skb)
{
	__u32 a = 1071, b = 462;

	opaque(a);
	opaque(b);
	for (int i = 0; i < 32 && b; i++) {
		__u32 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

SEC("tc") __success __retval(6765) __description("the 20th Fibonacci number")
int fibonacci(struct __sk_buff *skb)
{
	__u64 a = 0, b = 1;

	for (int i = 0; i < 20; i++) {
		__u64 next = a + b;

		opaque(next);
		a = b;
		b = next;
	}
	return a;
}

SEC("tc") __success __retval(25) __description("primes below 100, with a sieve on the stack")
int primes(struct __sk_buff *skb)
{
	__u8 composite[100] = {};
	int found = 0;

	for (int i = 2; i < 100; i++) {
		if (composite[i])
			continue;
		found++;
		for (int j = i * i; j < 100; j += i)
			composite[j] = 1;
	}
	return found;
}

SEC("tc") __success __retval(3628800)
__description("10 factorial; the bound of the loop is a bounded number")
int factorial(struct __sk_buff *skb)
{
	__u32 limit = 10, product = 1;

	opaque(limit);
	limit &= 15;
	for (__u32 i = 1; i <= limit; i++)
		product *= i;
	return product;
}

SEC("tc") __success __retval(26)
__description("trace of the product of two 3x3 matrices: 8 + 15 + 3")
int matrix_product(struct __sk_buff *skb)
{
	int a[3][3] = {{1, 0, 2}, {0, 3, 0}, {1, 0, 1}};
	int b[3][3] = {{4, 1, 0}, {0, 5, 1}, {2, 0, 3}};
	int trace = 0;

	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 3; k++) {
			opaque(k);
			if (k < 0 || k > 2)
				break;
			trace += a[i][k] * b[k][i];
		}
	}
	return trace;
}

SEC("tc") __success __retval(1) __description("a loop that ends at the end of the packet length")
int bounded_by_input(struct __sk_buff *skb)
{
	__u32 length = skb->len, bits = 0;

	while (length) {
		bits += length & 1;
		length >>= 1;
	}
	return bits;
}

LICENSE("GPL");
