/* Objects of the host, which count their owners themselves. Needs the plugin beside this folder. */
#include "proposal_example.h"
#include "device.h"

struct slot {
	struct mx_device __kptr *device;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

struct note {
	__u64 number;
};

struct other_slot {
	struct note __kptr *note;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct other_slot);
} notes SEC(".maps");

static struct slot *slot(__u32 key)
{
	return bpf_map_lookup_elem(&slots, &key);
}

SEC("tc") __success __retval(7) __description("opened, asked, given back")
int open_and_close(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(7);
	int number;

	if (!device)
		return -ENOENT;
	number = mx_device_number(device);
	mx_device_put(device);
	return number;
}

SEC("tc") __success __retval(3) __description("two more references at once, and each is given back")
int three_references(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(3);
	int number;

	if (!device)
		return -ENOENT;
	mx_device_get(device, 2);
	mx_device_put(device);
	mx_device_put(device);
	number = mx_device_number(device); /* one is left */
	mx_device_put(device);
	return number;
}

SEC("tc") __success __retval(5)
__description("one reference for each of two maps' slots; what they have goes with them")
int keep_twice(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(5);
	int number;

	if (!device)
		return -ENOENT;
	number = mx_device_number(device);
	mx_device_get(device, 1);
	for (int i = 0; i < 2; i++) {
		struct slot *here = slot(i);
		struct mx_device *before = device;

		if (here)
			before = bpf_kptr_xchg(&here->device, device);
		if (before)
			mx_device_put(before);
	}
	return number;
}

SEC("tc") __success __retval(9) __description("taken out of the map again, with the map's reference")
int take_back(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(9);
	struct slot *here = slot(0);
	int number = 0;

	if (!device)
		return -ENOENT;
	if (here)
		device = bpf_kptr_xchg(&here->device, device);
	if (device)
		mx_device_put(device);
	if (here) {
		device = bpf_kptr_xchg(&here->device, NULL);
		if (device) {
			number = mx_device_number(device);
			mx_device_put(device);
		}
	}
	return number;
}

SEC("tc") __failure __rule("reference.leak") __description("opened and forgotten")
int forget(struct __sk_buff *skb)
{
	mx_device_open(7);
	return 0;
}

SEC("tc") __failure __rule("reference.leak") __description("two were owed, one is given back")
int forget_one(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(7);

	if (!device)
		return -ENOENT;
	mx_device_get(device, 1);
	mx_device_put(device);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned") __msg("given away by mx_device_put")
__description("given back once more than it was taken")
int put_too_often(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(7);

	if (!device)
		return -ENOENT;
	mx_device_put(device);
	mx_device_put(device);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned") __msg("given away by bpf_kptr_xchg")
__description("the last reference went into the map")
int use_after_exchange(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(7), *before;
	struct slot *here = slot(0);

	if (!device)
		return -ENOENT;
	if (!here) {
		mx_device_put(device);
		return -ENOENT;
	}
	before = bpf_kptr_xchg(&here->device, device);
	if (before)
		mx_device_put(before);
	return mx_device_number(device);
}

SEC("tc") __failure __rule("device.count-range") __msg("R2 must be a constant from 1 to 65536")
__description("no reference at all is taken")
int get_none(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(7);

	if (!device)
		return -ENOENT;
	mx_device_get(device, 0);
	mx_device_put(device);
	return 0;
}

SEC("tc") __failure __rule("device.not-one") __description("an object of the program's own")
int put_a_note(struct __sk_buff *skb)
{
	struct note *note = new(struct note);

	if (!note)
		return -ENOMEM;
	mx_device_put((struct mx_device *)note);
	return 0;
}

SEC("tc") __failure __rule("kptr.wrong-type") __description("a slot for notes")
int keep_in_wrong_slot(struct __sk_buff *skb)
{
	struct mx_device *device = mx_device_open(7);
	struct other_slot *here;
	struct note *before;
	__u32 key = 0;

	if (!device)
		return -ENOENT;
	here = bpf_map_lookup_elem(&notes, &key);
	if (!here) {
		mx_device_put(device);
		return -ENOENT;
	}
	before = bpf_kptr_xchg(&here->note, device);
	if (before)
		bpf_kptr_free(before);
	return 0;
}

LICENSE("GPL");
