/* Programs whose verification is long: many paths, and long ones. */
#include "example.h"
#include "packet.h"

#define ROLLED _Pragma("clang loop unroll(disable)")

SEC("tc") __success __description("a sieve on the stack: a long path over many stack slots")
int stack_sieve(struct __sk_buff *skb)
{
	__u8 composite[120] = {};
	int found = 0;

	ROLLED for (int i = 2; i < 120; i++) {
		if (composite[i])
			continue;
		found++;
		ROLLED for (int j = i * i; j < 120; j += i)
			composite[j] = 1;
	}
	return found;
}

SEC("tc") __success __description("a nested loop of arithmetic on numbers that are not known")
int mixed_arithmetic(struct __sk_buff *skb)
{
	__u32 a = skb->len, b = skb->mark;

	ROLLED for (int i = 0; i < 100; i++) {
		ROLLED for (int j = 0; j < 20; j++) {
			a = (a >> 3) + (b & 0xff) * 5;
			b ^= a << (j & 7);
			opaque(a);
		}
		if (a > b)
			a -= b;
	}
	return a & 0x7fff;
}

SEC("tc") __success __description("options of a packet, one after the other, at offsets not known")
int packet_options(struct __sk_buff *skb)
{
	__u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	__u32 hash = 0, at = 14;

	ROLLED for (int i = 0; i < 10; i++) {
		__u8 *option = data + at;

		if (option + 2 > end)
			break;
		if (option[0] == 0)
			break;
		if (option[0] == 1) {
			at++;
			continue;
		}
		if (option[1] < 2 || option[1] > 10)
			break;
		hash = hash * 31 + option[0];
		at += option[1];
		if (at > 400)
			break;
	}
	return hash & 0x7fffffff;
}

SEC("tc") __success __description("a tree of branches that join again")
int branch_tree(struct __sk_buff *skb)
{
	__u32 key = skb->len, mark = skb->mark;
	__u64 score = 0;

	ROLLED for (int i = 0; i < 64; i++) {
		if (key & 1)
			score += 3;
		else if (mark & 2)
			score += 5;
		else
			score ^= i;
		key = (key >> 1) | (mark << 31);
		mark = mark * 5 + 1;
		opaque(key);
		opaque(mark);
	}
	return score & 0xff;
}

LICENSE("GPL");
