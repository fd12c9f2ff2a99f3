/* Ethernet, IPv4, TCP and UDP in tc: no header is read before it is compared with data_end. */
#include "example.h"
#include "packet.h"

enum kind { OTHER, SHORT, TCP, UDP, KINDS };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, KINDS);
	__type(key, __u32);
	__type(value, __u64);
} kinds SEC(".maps");

struct parsed {
	__u32 kind;
	__u16 source, destination;
};

static void parse(struct __sk_buff *skb, struct parsed *parsed)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ethernet *ethernet = data;
	struct ipv4 *ip = data + sizeof *ethernet;
	__u32 header;

	parsed->kind = SHORT;
	parsed->source = parsed->destination = 0;
	if ((void *)(ip + 1) > end)
		return;
	parsed->kind = OTHER;
	if (ethernet->protocol != htons(ETH_P_IP) || ip->version_and_length >> 4 != 4)
		return;
	header = (ip->version_and_length & 15) * 4;
	if (header < sizeof *ip)
		return;
	if (ip->protocol == IPPROTO_TCP) {
		struct tcp *tcp = (void *)ip + header;

		if ((void *)(tcp + 1) > end) {
			parsed->kind = SHORT;
			return;
		}
		parsed->kind = TCP;
		parsed->source = ntohs(tcp->source);
		parsed->destination = ntohs(tcp->destination);
	} else if (ip->protocol == IPPROTO_UDP) {
		struct udp *udp = (void *)ip + header;

		if ((void *)(udp + 1) > end) {
			parsed->kind = SHORT;
			return;
		}
		parsed->kind = UDP;
		parsed->source = ntohs(udp->source);
		parsed->destination = ntohs(udp->destination);
	}
}

/* turns the packet into one of the given protocol, port 1000 to port 53; -1 where it is too short */
static int forge(struct __sk_buff *skb, __u8 protocol)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ethernet *ethernet = data;
	struct ipv4 *ip = data + sizeof *ethernet;
	struct udp *udp = (void *)(ip + 1);

	if ((void *)(udp + 1) > end)
		return -1;
	ethernet->protocol = htons(ETH_P_IP);
	ip->version_and_length = 0x45;
	ip->protocol = protocol;
	udp->source = htons(1000);
	udp->destination = htons(53);
	return 0;
}

SEC("tc") __success __retval(0) __description("count the packet by kind, let it pass")
int classify(struct __sk_buff *skb)
{
	struct parsed parsed;
	__u64 *counter;

	parse(skb, &parsed);
	counter = bpf_map_lookup_elem(&kinds, &parsed.kind);
	if (counter)
		__sync_fetch_and_add(counter, 1);
	return TC_ACT_OK;
}

SEC("tc") __success __retval(3053) __description("a forged UDP packet: kind 3, to port 53")
int parse_udp(struct __sk_buff *skb)
{
	struct parsed parsed;

	if (forge(skb, IPPROTO_UDP))
		return -1;
	parse(skb, &parsed);
	return parsed.kind * 1000 + parsed.destination;
}

SEC("tc") __success __retval(3000) __description("a forged TCP packet: kind 2, from port 1000")
int parse_tcp(struct __sk_buff *skb)
{
	struct parsed parsed;

	if (forge(skb, IPPROTO_TCP))
		return -1;
	parse(skb, &parsed);
	return parsed.kind * 1000 + parsed.source;
}

SEC("tc") __success __retval(0) __description("64 zero bytes are neither")
int parse_zeros(struct __sk_buff *skb)
{
	struct parsed parsed;

	parse(skb, &parsed);
	return parsed.kind;
}

SEC("tc") __success __retval(2) __description("drop what goes to port 53")
int drop_dns(struct __sk_buff *skb)
{
	struct parsed parsed;

	if (forge(skb, IPPROTO_UDP))
		return TC_ACT_OK;
	parse(skb, &parsed);
	return parsed.kind == UDP && parsed.destination == 53 ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") __success __retval(5)
__description("fields of the context: mark is writable, length is not")
int set_mark(struct __sk_buff *skb)
{
	skb->mark = 5;
	skb->cb[0] = skb->len;
	return skb->cb[0] == skb->len ? skb->mark : 0;
}

SEC("tc") __success __retval(0) __description("bytes by helper: stored, then loaded")
int by_helpers(struct __sk_buff *skb)
{
	__u32 word = 0x01020304, back = 0;

	if (bpf_skb_store_bytes(skb, 20, &word, sizeof word, 0))
		return -1;
	if (bpf_skb_load_bytes(skb, 20, &back, sizeof back))
		return -2;
	return back != word;
}

LICENSE("GPL");
