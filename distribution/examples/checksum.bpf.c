/* Checksums and hashes over bytes on the stack. */
#include "example.h"

#define BYTES 32

static void fill(__u8 *bytes)
{
	for (int i = 0; i < BYTES; i++) {
		__u32 value = i * 7 + 3;

		opaque(value);
		bytes[i] = value;
	}
}

SEC("tc") __success __retval(14537) __description("the Internet's ones' complement sum")
int internet(struct __sk_buff *skb)
{
	__u8 bytes[BYTES];
	__u32 sum = 0;

	fill(bytes);
	for (int i = 0; i < BYTES; i += 2)
		sum += bytes[i] << 8 | bytes[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

SEC("tc") __success __retval(417890693) __description("FNV-1a, 32 bits")
int fnv1a(struct __sk_buff *skb)
{
	__u8 bytes[BYTES];
	__u32 hash = 0x811c9dc5;

	fill(bytes);
	for (int i = 0; i < BYTES; i++)
		hash = (hash ^ bytes[i]) * 0x01000193;
	return hash;
}

SEC("tc") __success __retval(-1592883563) __description("CRC-32, bit by bit")
int crc32(struct __sk_buff *skb)
{
	__u8 bytes[BYTES];
	__u32 crc = 0xffffffff;

	fill(bytes);
	for (int i = 0; i < BYTES; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++) {
			__u32 mask = -(crc & 1);

			opaque(mask); /* or the compiler branches on it, and the paths multiply */
			crc = crc >> 1 ^ (0xedb88320 & mask);
		}
	}
	return ~crc;
}

SEC("tc") __success __retval(-1686106639) __description("Adler-32")
int adler32(struct __sk_buff *skb)
{
	__u8 bytes[BYTES];
	__u32 a = 1, b = 0;

	fill(bytes);
	for (int i = 0; i < BYTES; i++) {
		a = (a + bytes[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

SEC("tc") __success __retval(51512) __description("the same sum by bpf_csum_diff, folded")
int by_helper(struct __sk_buff *skb)
{
	__u8 bytes[BYTES] __attribute__((aligned(8)));
	__s64 sum;

	fill(bytes);
	sum = bpf_csum_diff(NULL, 0, bytes, BYTES, 0);
	sum = (sum & 0xffff) + (sum >> 16 & 0xffff);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

LICENSE("GPL");
