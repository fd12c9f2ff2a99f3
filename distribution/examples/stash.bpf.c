/*
 * Connections handed from one program to another through a map.
 *
 * The first packet of a connection allocates what is known of it and stashes it under its number;
 * later packets look at it where it lies, and the last one takes it out and gives it back. The map
 * owns what it holds: what nobody takes out goes with the map.
 */
#include "example.h"

struct connection {
	__u64 packets;
	__u64 bytes;
};

struct slot {
	__u64 uses;
	struct connection __kptr *connection;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct slot);
} connections SEC(".maps");

/* connections: so many were made, and so many given back */
static __u64 made, given_back;

static __always_inline struct slot *slot_of(__u32 number)
{
	struct slot empty = {};
	struct slot *slot = bpf_map_lookup_elem(&connections, &number);

	if (slot)
		return slot;
	bpf_map_update_elem(&connections, &number, &empty, BPF_NOEXIST);
	return bpf_map_lookup_elem(&connections, &number);
}

static __always_inline int opened(__u32 number, __u64 bytes)
{
	struct slot *slot = slot_of(number);
	struct connection *connection, *before;

	if (!slot)
		return -ENOMEM;
	connection = bpf_obj_new(struct connection);
	if (!connection)
		return -ENOMEM;
	__sync_fetch_and_add(&made, 1);
	connection->packets = 1;
	connection->bytes = bytes;
	before = bpf_kptr_xchg(&slot->connection, connection);
	if (before) {
		__sync_fetch_and_add(&given_back, 1);
		bpf_obj_drop(before);
	}
	return 0;
}

static __always_inline int seen(__u32 number, __u64 bytes)
{
	struct slot *slot = bpf_map_lookup_elem(&connections, &number);
	struct connection *connection;

	if (!slot)
		return -ENOENT;
	connection = slot->connection; /* the map's; kept by RCU as long as this program runs */
	if (!connection)
		return -ENOENT;
	connection->packets++;
	connection->bytes += bytes;
	return 0;
}

static __always_inline __s64 closed(__u32 number)
{
	struct slot *slot = bpf_map_lookup_elem(&connections, &number);
	struct connection *connection;
	__s64 bytes;

	if (!slot)
		return -ENOENT;
	connection = bpf_kptr_xchg(&slot->connection, NULL);
	if (!connection)
		return -ENOENT;
	bytes = connection->bytes;
	__sync_fetch_and_add(&given_back, 1);
	bpf_obj_drop(connection);
	return bytes;
}

SEC("tc") __success __retval(0) __description("the first packet of connection 7")
int open_connection(struct __sk_buff *skb)
{
	return opened(7, skb->len);
}

SEC("tc") __success __retval(-2) __description("nobody has opened it in this run")
int count_packet(struct __sk_buff *skb)
{
	return seen(7, skb->len);
}

SEC("tc") __success __retval(-2) __description("gives back what another program stashed")
int close_connection(struct __sk_buff *skb)
{
	return closed(7);
}

SEC("tc") __success __retval(150) __description("the three in a row")
int whole_life(struct __sk_buff *skb)
{
	if (opened(9, 100) || seen(9, 50))
		return -1;
	return closed(9);
}

SEC("tc") __success __retval(0) __description("the map owns what is left in it")
int left_in_the_map(struct __sk_buff *skb)
{
	return opened(1, 1) || opened(2, 2) || opened(2, 3);
}

SEC("tc") __success __retval(0) __description("deleting a value gives back what it holds")
int deleted(struct __sk_buff *skb)
{
	__u32 number = 3;

	if (opened(number, 1))
		return -1;
	return bpf_map_delete_elem(&connections, &number);
}

SEC("tc") __success __retval(0)
__description("when all have stopped: every connection made was given back, or is in the map")
int nothing_is_lost(struct __sk_buff *skb)
{
	closed(7);
	return made - given_back;
}

LICENSE("GPL");
