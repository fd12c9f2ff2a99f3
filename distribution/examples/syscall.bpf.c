/* Programs that user space runs directly; their context is the caller's own structure. */
#include "example.h"

struct request {
	__u32 key;
	__u32 amount;
	__u64 answer;
};

struct entry {
	__u64 key;
	struct bpf_list_node node;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} store SEC(".maps");

private(entries) struct bpf_spin_lock lock;
private(entries) struct bpf_list_head head __contains(entry, node);

SEC("syscall") __success __description("adds to a stored number and answers with the sum")
int add(struct request *request)
{
	__u32 key = request->key;
	__u64 first = request->amount;
	__u64 *stored = bpf_map_lookup_elem(&store, &key);

	if (!stored) {
		request->answer = first;
		return bpf_map_update_elem(&store, &key, &first, BPF_NOEXIST);
	}
	*stored += first;
	request->answer = *stored;
	return 0;
}

SEC("syscall") __success __retval(3) __description("without touching the context: 1 + 2")
int fixed(struct request *request)
{
	__u32 key = 8;
	__u64 value = 1, *stored;

	bpf_map_update_elem(&store, &key, &value, BPF_ANY);
	stored = bpf_map_lookup_elem(&store, &key);
	if (!stored)
		return -1;
	*stored += 2;
	return *stored;
}

SEC("syscall") __success __retval(4)
__description("objects and lists here too: 4 goes in and comes out")
int in_and_out(struct request *request)
{
	struct entry *entry = bpf_obj_new(struct entry);
	struct bpf_list_node *node;
	int key;

	if (!entry)
		return -ENOMEM;
	entry->key = 4;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&head, &entry->node);
	node = bpf_list_pop_back(&head);
	bpf_spin_unlock(&lock);
	if (!node)
		return -1;
	entry = container_of(node, struct entry, node);
	key = entry->key;
	bpf_obj_drop(entry);
	return key;
}

SEC("syscall") __success __retval(-14)
__description("sleeping is allowed here; NULL is a bad address: -EFAULT")
int read_user(struct request *request)
{
	__u8 bytes[8];

	return bpf_copy_from_user(bytes, sizeof bytes, NULL);
}

LICENSE("GPL");
