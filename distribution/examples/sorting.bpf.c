/* Arrays on the stack, read and written at variable but bounded indices. */
#include "example.h"

#define COUNT 8

static void fill(__u32 *numbers)
{
	__u32 seed = 7;

	opaque(seed);
	for (int i = 0; i < COUNT; i++) {
		seed = (seed * 5 + 3) % 32;
		numbers[i] = seed;
	}
}

/* the numbers are 6 1 8 11 26 5 28 15 */

SEC("tc") __success __retval(28) __description("the largest of eight")
int largest(struct __sk_buff *skb)
{
	__u32 numbers[COUNT], best = 0;

	fill(numbers);
	for (int i = 0; i < COUNT; i++)
		if (numbers[i] > best)
			best = numbers[i];
	return best;
}

SEC("tc") __success __retval(156) __description("sorted by exchange: 1, 5 and 6 come first")
int bubble_sort(struct __sk_buff *skb)
{
	__u32 numbers[COUNT];

	fill(numbers);
	for (int end = COUNT - 1; end > 0; end--) {
		for (int i = 0; i < end; i++) {
			if (numbers[i] > numbers[i + 1]) {
				__u32 other = numbers[i];

				numbers[i] = numbers[i + 1];
				numbers[i + 1] = other;
			}
		}
	}
	return numbers[0] * 100 + numbers[1] * 10 + numbers[2];
}

SEC("tc") __success __retval(3) __description("counting sort; three numbers stand before 8")
int counting_sort(struct __sk_buff *skb)
{
	__u8 count[32] = {};
	__u32 numbers[COUNT];
	int position = 0;

	fill(numbers);
	for (int i = 0; i < COUNT; i++)
		count[numbers[i] & 31]++;
	for (int value = 0; value < 8; value++)
		position += count[value];
	return position;
}

SEC("tc") __success __retval(5)
__description("binary search among the squares 1, 4, 9 ...: 36 is at index 5")
int binary_search(struct __sk_buff *skb)
{
	__u32 squares[COUNT];
	__u32 low = 0, high = COUNT - 1, wanted = 36;

	for (__u32 i = 0; i < COUNT; i++)
		squares[i] = (i + 1) * (i + 1);
	opaque(wanted);
	for (int i = 0; i < 4; i++) {
		__u32 middle = (low + high) / 2 & (COUNT - 1);

		if (squares[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

SEC("tc") __success __retval(54321) __description("digits turned round in place")
int reverse(struct __sk_buff *skb)
{
	__u8 digits[5] = {1, 2, 3, 4, 5};
	int number = 0;

	for (int i = 0; i < 2; i++) {
		__u8 other = digits[i];

		digits[i] = digits[4 - i];
		digits[4 - i] = other;
	}
	for (int i = 0; i < 5; i++) {
		__u32 digit = digits[i];

		opaque(digit);
		number = number * 10 + digit;
	}
	return number;
}

LICENSE("GPL");
