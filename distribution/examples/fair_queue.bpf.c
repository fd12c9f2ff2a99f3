/*
 * Fair queueing: every flow gets its share, however much it sends.
 *
 * A flow is a value of a hash map: a list of packets with its own lock, and the virtual time up to which it was
 * served. Flows that have something to send have a turn in a tree, in the order of virtual time; whoever is first
 * there sends one packet, moves on by the packet's length divided by the flow's weight, and queues up again. A flow
 * that comes back after a pause starts at the time that the others have reached, so that nobody saves up.
 *
 * Only one lock is held at a time: a turn that was taken out of the tree belongs to the program until it is put back.
 */
#include "example.h"
#include "callback.h"
#include "rbtree.h"

struct packet {
	__u64 length;
	__u64 number; /* of the flow's */
	struct bpf_list_node node;
};

struct flow {
	struct bpf_spin_lock lock;
	__u32 weight;
	__u32 queued;
	__u64 time;
	__u64 added;
	__u64 sent;
	__u64 misplaced; /* sent in another order than added */
	struct bpf_list_head packets __contains(packet, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct flow);
} flows SEC(".maps");

struct turn {
	__u64 time;
	__u64 flow;
	struct bpf_rb_node node;
};

private(turns) struct bpf_spin_lock lock;
private(turns) struct bpf_rb_root turns __contains(turn, node);
private(turns) __u64 now;

static bool is_before(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct turn, node)->time < container_of(b, struct turn, node)->time;
}

static __noinline int open(__u32 id, __u32 weight)
{
	struct flow flow = { .weight = weight };

	return bpf_map_update_elem(&flows, &id, &flow, BPF_NOEXIST);
}

static __noinline int enqueue(__u32 id, __u64 length)
{
	struct flow *flow = bpf_map_lookup_elem(&flows, &id);
	struct packet *packet;
	struct turn *turn;
	__u64 time;
	bool idle;

	if (!flow)
		return -ENOENT;
	packet = bpf_obj_new(struct packet);
	if (!packet)
		return -ENOMEM;
	packet->length = length;
	bpf_spin_lock(&flow->lock);
	packet->number = flow->added++;
	bpf_list_push_back(&flow->packets, &packet->node);
	idle = flow->queued++ == 0;
	time = flow->time;
	bpf_spin_unlock(&flow->lock);
	if (!idle)
		return 0; /* it has a turn, or whoever serves it will put it back */
	turn = bpf_obj_new(struct turn);
	if (!turn)
		return -ENOMEM;
	turn->flow = id;
	bpf_spin_lock(&lock);
	turn->time = time > now ? time : now;
	bpf_rbtree_add(&turns, &turn->node, is_before);
	bpf_spin_unlock(&lock);
	return 0;
}

/* the flow whose packet was sent, or -1 */
static __noinline long dequeue(void)
{
	struct bpf_list_node *first;
	struct bpf_rb_node *node;
	struct turn *turn;
	struct flow *flow;
	bool more;
	__u32 id;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&turns);
	if (!node) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	node = bpf_rbtree_remove(&turns, node);
	if (!node) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	turn = container_of(node, struct turn, node);
	now = turn->time;
	bpf_spin_unlock(&lock);
	id = turn->flow;
	flow = bpf_map_lookup_elem(&flows, &id);
	if (!flow) {
		bpf_obj_drop(turn);
		return -1;
	}
	bpf_spin_lock(&flow->lock);
	first = bpf_list_pop_front(&flow->packets);
	if (first) {
		flow->queued--;
		if (container_of(first, struct packet, node)->number != flow->sent++)
			flow->misplaced++;
		turn->time += container_of(first, struct packet, node)->length / (flow->weight ?: 1);
		flow->time = turn->time;
	}
	more = flow->queued > 0;
	bpf_spin_unlock(&flow->lock);
	if (first)
		bpf_obj_drop(container_of(first, struct packet, node));
	if (!more) {
		bpf_obj_drop(turn);
		return first ? id : -1;
	}
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&turns, &turn->node, is_before);
	bpf_spin_unlock(&lock);
	return first ? id : -1;
}

static __noinline int serve(int packets)
{
	int order = 0;

	for (int i = 0; i < packets && i < 8; i++)
		order = order * 10 + (int)dequeue();
	return order;
}

SEC("tc") __success __retval(12121)
__description("one flow sends in bursts, the other does not have to wait for it")
int takes_turns(struct __sk_buff *skb)
{
	if (open(1, 1) || open(2, 1))
		return -1;
	if (enqueue(1, 100) || enqueue(1, 100) || enqueue(1, 100) || enqueue(2, 101) ||
	    enqueue(2, 100))
		return -1;
	return serve(5);
}

SEC("tc") __success __retval(121121) __description("with twice the weight, twice the packets")
int weighs(struct __sk_buff *skb)
{
	if (open(1, 2) || open(2, 1))
		return -1;
	for (int i = 0; i < 4; i++)
		if (enqueue(1, 100))
			return -1;
	if (enqueue(2, 101) || enqueue(2, 101))
		return -1;
	return serve(6);
}

SEC("tc") __success __retval(211)
__description("who was away has saved nothing up: small packets of others are served as before")
int saves_nothing_up(struct __sk_buff *skb)
{
	if (open(1, 1) || open(2, 1))
		return -1;
	if (enqueue(1, 1000) || dequeue() != 1 || enqueue(1, 10) || enqueue(1, 10) ||
	    enqueue(2, 100))
		return -1;
	return serve(3);
}

SEC("tc") __success __retval(-1) __description("nobody has anything to send")
int idle(struct __sk_buff *skb)
{
	return dequeue();
}

/* for explorations: whatever the order, the packet is sent once */
SEC("tc") __success __retval(1)
int send_one(struct __sk_buff *skb)
{
	open(1, 1);
	if (enqueue(1, 100))
		return -1;
	dequeue();
	return 1;
}

static long send_left(__u32 round, struct flow **of)
{
	struct flow *flow = *of;
	struct bpf_list_node *first;

	bpf_spin_lock(&flow->lock);
	first = bpf_list_pop_front(&flow->packets);
	if (first && container_of(first, struct packet, node)->number != flow->sent++)
		flow->misplaced++;
	bpf_spin_unlock(&flow->lock);
	if (!first)
		return 1;
	bpf_obj_drop(container_of(first, struct packet, node));
	return 0;
}

SEC("tc") __success __retval(0)
__description("when all have stopped: what was added was sent or is queued, and nothing overtook")
int nothing_is_lost(struct __sk_buff *skb)
{
	__u32 id = 1;
	struct flow *flow = bpf_map_lookup_elem(&flows, &id);

	if (!flow)
		return 0;
	bpf_loop(1 << 20, send_left, &flow, 0);
	return flow->added == flow->sent && !flow->misplaced ? 0 : -2;
}

LICENSE("GPL");
