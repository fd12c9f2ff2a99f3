/* Lists in listed objects: a map value owns groups, each group owns members under its own lock. */
#include "example.h"

struct member {
	__u32 id;
	struct bpf_list_node node;
};

struct group {
	__u32 id;
	struct bpf_list_node node;
	struct bpf_spin_lock lock;
	struct bpf_list_head members __contains(member, node);
};

struct registry {
	struct bpf_spin_lock lock;
	struct bpf_list_head groups __contains(group, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct registry);
} registries SEC(".maps");

static struct registry *registry(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&registries, &key);
}

/* a group nobody else sees yet may be filled at leisure */
static int add_member(struct group *group, __u32 id)
{
	struct member *member = bpf_obj_new(struct member);

	if (!member)
		return -ENOMEM;
	member->id = id;
	bpf_spin_lock(&group->lock);
	bpf_list_push_back(&group->members, &member->node);
	bpf_spin_unlock(&group->lock);
	return 0;
}

static struct group *take_group(struct registry *registry)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&registry->lock);
	node = bpf_list_pop_front(&registry->groups);
	bpf_spin_unlock(&registry->lock);
	return node ? container_of(node, struct group, node) : NULL;
}

static int publish(struct registry *registry, __u32 id, __u32 members)
{
	struct group *group = bpf_obj_new(struct group);

	if (!group)
		return -ENOMEM;
	group->id = id;
	for (__u32 i = 0; i < members; i++) {
		if (add_member(group, 10 * id + i)) {
			bpf_obj_drop(group);
			return -ENOMEM;
		}
	}
	bpf_spin_lock(&registry->lock);
	bpf_list_push_back(&registry->groups, &group->node);
	bpf_spin_unlock(&registry->lock);
	return 0;
}

SEC("tc") __success __retval(0)
__description("build a group with two members, then show it to others")
int build(struct __sk_buff *skb)
{
	struct registry *all = registry();

	return all ? publish(all, 1, 2) : -ENOENT;
}

SEC("tc") __success __retval(63)
__description("members of the popped group: 31 and 32 are drained in order")
int drain_first_group(struct __sk_buff *skb)
{
	struct registry *all = registry();
	struct group *group;
	int sum = 0;

	if (!all)
		return -ENOENT;
	group = bpf_obj_new(struct group);
	if (!group)
		return -ENOMEM;
	group->id = 3;
	if (add_member(group, 31) || add_member(group, 32)) {
		bpf_obj_drop(group);
		return -ENOMEM;
	}
	bpf_spin_lock(&all->lock);
	bpf_list_push_back(&all->groups, &group->node);
	bpf_spin_unlock(&all->lock);

	group = take_group(all);
	if (!group)
		return -1;
	for (int i = 0; i < 4; i++) {
		struct bpf_list_node *node;
		struct member *member;

		bpf_spin_lock(&group->lock);
		node = bpf_list_pop_front(&group->members);
		bpf_spin_unlock(&group->lock);
		if (!node)
			break;
		member = container_of(node, struct member, node);
		sum += member->id;
		bpf_obj_drop(member);
	}
	bpf_obj_drop(group);
	return sum;
}

SEC("tc") __success __retval(2)
__description("dropping a group drops its members; the second group has id 2")
int drop_group(struct __sk_buff *skb)
{
	struct registry *all = registry();
	struct group *group;
	int id = 0;

	if (!all)
		return -ENOENT;
	if (publish(all, 1, 2) || publish(all, 2, 1))
		return -ENOMEM;
	for (int i = 0; i < 2; i++) {
		group = take_group(all);
		if (!group)
			return -1;
		id = group->id;
		bpf_obj_drop(group);
	}
	return id;
}

SEC("tc") __success __retval(5) __description("a member moves from one group's list to another's")
int move_member(struct __sk_buff *skb)
{
	struct group *from = bpf_obj_new(struct group), *to;
	struct bpf_list_node *node;
	int id = -1;

	if (!from)
		return -ENOMEM;
	to = bpf_obj_new(struct group);
	if (!to) {
		bpf_obj_drop(from);
		return -ENOMEM;
	}
	if (!add_member(from, 5)) {
		bpf_spin_lock(&from->lock);
		node = bpf_list_pop_back(&from->members);
		bpf_spin_unlock(&from->lock);
		if (node) {
			bpf_spin_lock(&to->lock);
			bpf_list_push_front(&to->members, node);
			id = container_of(node, struct member, node)->id;
			bpf_spin_unlock(&to->lock);
		}
	}
	bpf_obj_drop(from);
	bpf_obj_drop(to);
	return id;
}

LICENSE("GPL");
