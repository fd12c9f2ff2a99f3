/* Objects with a filter, which takes two steps to construct. Needs the plugin beside this folder. */
#include "proposal_example.h"
#include "bloom.h"

struct flow {
	__u64 packets;
	struct mx_bloom seen;
	struct bpf_list_node node;
};

private(flows) struct bpf_spin_lock lock;
private(flows) struct bpf_list_head flows __value(struct, flow, node);

static void destroy(struct flow *flow)
{
	mx_bloom_fini(&flow->seen);
	bpf_list_node_fini(&flow->node);
	bpf_kptr_free(flow);
}

/* a flow that is Live, or NULL */
static struct flow *make(void)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return NULL;
	flow->packets = 0;
	if (mx_bloom_init(&flow->seen, 1024)) {
		bpf_kptr_free(flow);
		return NULL;
	}
	bpf_list_node_init(&flow->node);
	mx_bloom_arm(&flow->seen, 17);
	return flow;
}

static void enqueue(struct flow *flow)
{
	bpf_spin_lock(&lock);
	bpf_list_add(&flow->node, &flows);
	bpf_spin_unlock(&lock);
}

SEC("tc") __success __retval(10)
__description("memory first, the seed later, other fields in between; Live after the last of all")
int remember(struct __sk_buff *skb)
{
	struct flow *flow = make();
	int answer;

	if (!flow)
		return -ENOMEM;
	mx_bloom_add(&flow->seen, 80);
	answer = 10 * mx_bloom_may_have(&flow->seen, 80) + mx_bloom_may_have(&flow->seen, 443);
	destroy(flow);
	return answer;
}

SEC("tc") __success __retval(1) __description("on a list the filter is used under the list's lock")
int remember_on_list(struct __sk_buff *skb)
{
	struct flow *flow = make();
	int seen = 0;

	if (!flow)
		return -ENOMEM;
	enqueue(flow);
	bpf_spin_lock(&lock);
	flow = bpf_list_first(&flows);
	if (flow) {
		mx_bloom_add(&flow->seen, 22);
		seen = mx_bloom_may_have(&flow->seen, 22);
	}
	bpf_spin_unlock(&lock);
	return seen;
}

SEC("tc") __success __retval(0) __description("backing out between the steps gives the memory back")
int back_out(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	if (!mx_bloom_init(&flow->seen, 64))
		mx_bloom_fini(&flow->seen);
	bpf_kptr_free(flow);
	return 0;
}

SEC("tc") __success __retval(0) __description("after backing out the field is as it was: it may be constructed again")
int again(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	if (mx_bloom_init(&flow->seen, 64)) {
		bpf_kptr_free(flow);
		return -ENOMEM;
	}
	mx_bloom_fini(&flow->seen);
	if (mx_bloom_init(&flow->seen, 128)) {
		bpf_kptr_free(flow);
		return -ENOMEM;
	}
	mx_bloom_arm(&flow->seen, skb->len);
	bpf_list_node_init(&flow->node);
	destroy(flow);
	return 0;
}

SEC("tc") __failure __rule("allocator.wrong-step") __description("the second step without the first")
int arm_first(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	mx_bloom_arm(&flow->seen, 17);
	bpf_kptr_free(flow);
	return 0;
}

SEC("tc") __failure __rule("allocator.wrong-step") __description("the first step may fail: its answer is ignored")
int arm_unchecked(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	mx_bloom_init(&flow->seen, 64);
	mx_bloom_arm(&flow->seen, 17);
	bpf_list_node_init(&flow->node);
	destroy(flow);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-constructing") __description("the first step twice would lose the memory of the first")
int init_twice(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	if (!mx_bloom_init(&flow->seen, 64) && !mx_bloom_init(&flow->seen, 64))
		mx_bloom_fini(&flow->seen);
	bpf_kptr_free(flow);
	return 0;
}

SEC("tc") __failure __rule("list.node-not-live") __msg("Constructing")
__description("not Live after the first step: it cannot escape")
int escape_half_made(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	bpf_list_node_init(&flow->node);
	if (mx_bloom_init(&flow->seen, 64)) {
		bpf_list_node_fini(&flow->node);
		bpf_kptr_free(flow);
		return -ENOMEM;
	}
	enqueue(flow);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-freeable") __description("freed between the steps the memory would be lost")
int free_half_made(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	mx_bloom_init(&flow->seen, 64);
	bpf_kptr_free(flow);
	return 0;
}

SEC("tc") __failure __rule("bloom.not-ready") __description("used before it is armed")
int use_half_made(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	if (!mx_bloom_init(&flow->seen, 64)) {
		mx_bloom_add(&flow->seen, 80);
		mx_bloom_fini(&flow->seen);
	}
	bpf_kptr_free(flow);
	return 0;
}

SEC("tc") __failure __rule("bloom.size") __msg("a filter has 64 to 65536 bits") __description("a filter of nothing")
int too_small(struct __sk_buff *skb)
{
	struct flow *flow = new(struct flow);

	if (!flow)
		return -ENOMEM;
	if (!mx_bloom_init(&flow->seen, 0))
		mx_bloom_fini(&flow->seen);
	bpf_kptr_free(flow);
	return 0;
}

SEC("tc") __failure __rule("bloom.not-a-filter") __description("a member that is no filter")
int not_a_filter(struct __sk_buff *skb)
{
	struct flow *flow = make();

	if (!flow)
		return -ENOMEM;
	mx_bloom_add((struct mx_bloom *)&flow->packets, 80);
	destroy(flow);
	return 0;
}

LICENSE("GPL");
