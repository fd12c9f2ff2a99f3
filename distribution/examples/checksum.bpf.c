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

static const __u32 crc_of_nibble[16] = {
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
	0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
	0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
	0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

SEC("tc") __success __retval(-1592883563) __description("CRC-32, by a table of 16 words in .rodata")
int crc32(struct __sk_buff *skb)
{
	__u8 bytes[BYTES];
	__u32 crc = 0xffffffff;

	fill(bytes);
	for (int i = 0; i < BYTES; i++) {
		crc ^= bytes[i];
		crc = crc >> 4 ^ crc_of_nibble[crc & 15];
		crc = crc >> 4 ^ crc_of_nibble[crc & 15];
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
