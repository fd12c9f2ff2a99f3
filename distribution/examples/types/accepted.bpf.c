#include "example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

/* two nodes: two lists at different times */
struct two_nodes {
	struct bpf_list_node first;
	struct bpf_list_node second;
};

/* three levels */
struct middle {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(leaf, node);
};

struct outer {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(middle, node);
};

/* many lists under one lock */
struct buckets {
	struct bpf_spin_lock lock;
	struct bpf_list_head heads[3] __contains(leaf, node);
};

/* a field that is no direct member is plain data */
struct inside {
	struct bpf_spin_lock lock;
	__u64 a;
};

struct around {
	__u64 a;
	struct inside inside;
};

struct array {
	struct bpf_list_node nodes[2];
};

struct either {
	__u64 a;
	union {
		struct bpf_spin_lock lock;
		__u32 b;
	};
};

SEC("tc") __success __retval(0)
int allocate_leaf(struct __sk_buff *skb)
{
	struct leaf *object = bpf_obj_new(struct leaf);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_two_nodes(struct __sk_buff *skb)
{
	struct two_nodes *object = bpf_obj_new(struct two_nodes);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_middle(struct __sk_buff *skb)
{
	struct middle *object = bpf_obj_new(struct middle);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_outer(struct __sk_buff *skb)
{
	struct outer *object = bpf_obj_new(struct outer);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_buckets(struct __sk_buff *skb)
{
	struct buckets *object = bpf_obj_new(struct buckets);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_inside(struct __sk_buff *skb)
{
	struct inside *object = bpf_obj_new(struct inside);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_around(struct __sk_buff *skb)
{
	struct around *object = bpf_obj_new(struct around);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_array(struct __sk_buff *skb)
{
	struct array *object = bpf_obj_new(struct array);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

SEC("tc") __success __retval(0)
int allocate_either(struct __sk_buff *skb)
{
	struct either *object = bpf_obj_new(struct either);
	if (object)
		bpf_obj_drop(object);
	return 0;
}

LICENSE("GPL");
