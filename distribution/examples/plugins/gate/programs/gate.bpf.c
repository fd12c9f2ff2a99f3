/* Objects with a gate, which lets one in at a time and has nobody wait. Needs the plugin beside this folder. */
#include "proposal_example.h"
#include "gate.h"

struct door {
	__u64 number;
	__u64 missed;
	struct mx_gate gate;
	struct bpf_list_node node;
};

private(doors) struct bpf_spin_lock lock;
private(doors) struct bpf_list_head doors __value(struct, door, node);

private(street) struct mx_gate street;

static struct door *make(__u64 number)
{
	struct door *door = new(struct door);

	if (!door)
		return NULL;
	door->number = number;
	door->missed = 0;
	mx_gate_init(&door->gate);
	bpf_list_node_init(&door->node);
	return door;
}

static void destroy(struct door *door)
{
	bpf_list_node_fini(&door->node);
	bpf_kptr_free(door);
}

SEC("tc") __success __retval(2) __description("let in, twice one after the other")
int pass_twice(struct __sk_buff *skb)
{
	struct door *door = make(1);
	int passed = 0;

	if (!door)
		return -ENOMEM;
	for (int i = 0; i < 2; i++) {
		if (mx_gate_try(&door->gate)) {
			passed = mx_gate_pass(&door->gate);
			mx_gate_leave(&door->gate);
		}
	}
	destroy(door);
	return passed;
}

SEC("tc") __success __retval(1) __description("a global gate: the same in every program of the object")
int pass_street(struct __sk_buff *skb)
{
	int passed;

	if (!mx_gate_try(&street))
		return 0;
	passed = mx_gate_pass(&street);
	mx_gate_leave(&street);
	return passed;
}

SEC("tc") __success __retval(1)
__description("where it is shut the pointer is still good for everything else: data, and the list")
int shut_out(struct __sk_buff *skb)
{
	struct door *door = make(1);
	int passed = 0;

	if (!door)
		return -ENOMEM;
	if (mx_gate_try(&door->gate)) {
		passed = mx_gate_pass(&door->gate);
		mx_gate_leave(&door->gate);
	} else {
		door->missed++;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&door->node, &doors);
	bpf_spin_unlock(&lock);
	return passed;
}

SEC("tc") __success __retval(1) __description("however the answer is spelled: stored, turned round, combined")
int spelled_otherwise(struct __sk_buff *skb)
{
	struct door *door = make(skb->len);
	volatile long answer;
	int passed = 0;

	if (!door)
		return -ENOMEM;
	answer = !mx_gate_try(&door->gate);
	if (door->number > 1000 && answer)
		passed = -1;
	if (answer == 0) {
		if (passed == 0)
			passed = mx_gate_pass(&door->gate);
		mx_gate_leave(&door->gate);
	}
	destroy(door);
	return passed;
}

SEC("tc") __success __retval(1) __description("shut at first: tried again, and the poison is gone")
int try_again(struct __sk_buff *skb)
{
	struct door *door = make(1);
	bool inside;
	int passed = 0;

	if (!door)
		return -ENOMEM;
	inside = mx_gate_try(&door->gate);
	if (!inside)
		inside = mx_gate_try(&door->gate);
	if (inside) {
		passed = mx_gate_pass(&door->gate);
		mx_gate_leave(&door->gate);
	}
	destroy(door);
	return passed;
}

SEC("tc") __failure __rule("pointer.poisoned") __msg("returned false on this path: nobody is let in")
__description("passed where the gate said no")
int pass_when_shut(struct __sk_buff *skb)
{
	struct door *door = make(1);

	if (!door)
		return -ENOMEM;
	if (mx_gate_try(&door->gate))
		mx_gate_leave(&door->gate);
	else
		mx_gate_pass(&door->gate);
	destroy(door);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned") __msg("returned false on this path: nobody is let in")
__description("who does not look at the answer meets the path on which it was no")
int pass_unchecked(struct __sk_buff *skb)
{
	struct door *door = make(1);

	if (!door)
		return -ENOMEM;
	mx_gate_try(&door->gate);
	mx_gate_pass(&door->gate);
	mx_gate_leave(&door->gate);
	destroy(door);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned") __msg("returned false on this path: nobody is let in")
__description("every copy of the pointer is poisoned, also one made before")
int pass_by_copy(struct __sk_buff *skb)
{
	struct door *door = make(1);
	struct door *volatile copy;

	if (!door)
		return -ENOMEM;
	copy = door;
	if (mx_gate_try(&door->gate)) {
		mx_gate_leave(&door->gate);
	} else {
		struct door *same = copy;

		mx_gate_pass(&same->gate);
	}
	destroy(door);
	return 0;
}

SEC("tc") __failure __rule("gate.not-inside") __msg("mx_gate_pass needs the gate to have let the program in")
__description("passed without asking")
int pass_unasked(struct __sk_buff *skb)
{
	struct door *door = make(1);

	if (!door)
		return -ENOMEM;
	mx_gate_pass(&door->gate);
	destroy(door);
	return 0;
}

SEC("tc") __failure __rule("gate.not-inside") __description("let in by one gate, passed another")
int pass_another(struct __sk_buff *skb)
{
	struct door *door = make(1);

	if (!door)
		return -ENOMEM;
	if (mx_gate_try(&door->gate)) {
		mx_gate_pass(&street);
		mx_gate_leave(&door->gate);
	}
	destroy(door);
	return 0;
}

SEC("tc") __failure __rule("gate.already-inside") __description("tried from within, which could only fail")
int try_from_within(struct __sk_buff *skb)
{
	if (!mx_gate_try(&street))
		return 0;
	if (mx_gate_try(&street))
		mx_gate_leave(&street);
	mx_gate_leave(&street);
	return 0;
}

SEC("tc") __failure __rule("gate.held") __description("ended inside")
int never_leave(struct __sk_buff *skb)
{
	return mx_gate_try(&street);
}

LICENSE("GPL");
