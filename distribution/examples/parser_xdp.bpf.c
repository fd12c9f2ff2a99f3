/* The same headers in an xdp program, step by step with a cursor. */
#include "example.h"
#include "packet.h"

struct cursor {
	void *at, *end;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
} protocols SEC(".maps");

static __always_inline struct ethernet *ethernet(struct cursor *cursor)
{
	struct ethernet *header = cursor->at;

	if ((void *)(header + 1) > cursor->end)
		return NULL;
	cursor->at = header + 1;
	return header;
}

static __always_inline struct ipv4 *ipv4(struct cursor *cursor)
{
	struct ipv4 *header = cursor->at;
	__u32 length;

	if ((void *)(header + 1) > cursor->end)
		return NULL;
	length = (header->version_and_length & 15) * 4;
	if (length < sizeof *header || cursor->at + length > cursor->end)
		return NULL;
	cursor->at += length;
	return header;
}

static __always_inline struct udp *udp(struct cursor *cursor)
{
	struct udp *header = cursor->at;

	if ((void *)(header + 1) > cursor->end)
		return NULL;
	cursor->at = header + 1;
	return header;
}

SEC("xdp") __success __retval(2) __description("count by protocol, pass")
int count_protocols(struct xdp_md *xdp)
{
	struct cursor cursor = {(void *)(long)xdp->data, (void *)(long)xdp->data_end};
	struct ethernet *link = ethernet(&cursor);
	__u64 *counter;
	struct ipv4 *ip;
	__u32 key;

	if (!link || link->protocol != htons(ETH_P_IP))
		return XDP_PASS;
	ip = ipv4(&cursor);
	if (!ip)
		return XDP_PASS;
	key = ip->protocol;
	counter = bpf_map_lookup_elem(&protocols, &key);
	if (counter)
		*counter += 1;
	return XDP_PASS;
}

SEC("xdp") __success __retval(2) __description("UDP to port 7 goes back, everything else passes")
int echo(struct xdp_md *xdp)
{
	struct cursor cursor = {(void *)(long)xdp->data, (void *)(long)xdp->data_end};
	struct ethernet *link = ethernet(&cursor);
	struct ipv4 *ip;
	struct udp *datagram;

	if (!link || link->protocol != htons(ETH_P_IP))
		return XDP_PASS;
	ip = ipv4(&cursor);
	if (!ip || ip->protocol != IPPROTO_UDP)
		return XDP_PASS;
	datagram = udp(&cursor);
	if (!datagram || datagram->destination != htons(7))
		return XDP_PASS;
	for (int i = 0; i < 6; i++) {
		__u8 other = link->source[i];

		link->source[i] = link->destination[i];
		link->destination[i] = other;
	}
	return XDP_TX;
}

SEC("xdp") __success __retval(64) __description("length of the packet from its two ends")
int length(struct xdp_md *xdp)
{
	return (void *)(long)xdp->data_end - (void *)(long)xdp->data;
}

SEC("xdp") __success __retval(136) __description("bytes 0, 1, 2 ... 16 written, then summed")
int sum_of_bytes(struct xdp_md *xdp)
{
	__u8 *data = (void *)(long)xdp->data, *end = (void *)(long)xdp->data_end;
	int sum = 0;

	if (data + 17 > end)
		return XDP_ABORTED;
	for (int i = 0; i < 17; i++)
		data[i] = i;
	for (int i = 0; i < 17; i++)
		sum += data[i];
	return sum;
}

SEC("xdp") __success __retval(64)
__description("a loop that steps along the packet, at most 128 bytes")
int walk(struct xdp_md *xdp)
{
	__u8 *at = (void *)(long)xdp->data, *end = (void *)(long)xdp->data_end;
	int zeros = 0;

	for (int i = 0; i < 128; i++) {
		if (at + 1 > end)
			break;
		zeros += *at == 0;
		at++;
	}
	return zeros;
}

SEC("xdp") __success __retval(1)
__description("14 bytes cut off in front; the old pointers are void, new ones are taken")
int strip_ethernet(struct xdp_md *xdp)
{
	void *data, *end;

	if (bpf_xdp_adjust_head(xdp, sizeof(struct ethernet)))
		return XDP_ABORTED;
	data = (void *)(long)xdp->data;
	end = (void *)(long)xdp->data_end;
	return end - data == 50 ? XDP_DROP : XDP_ABORTED;
}

LICENSE("GPL");
