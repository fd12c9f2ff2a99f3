/* Users in a table, by number. Needs the plugin beside this folder; judged under the proposal. */
#include "proposal_example.h"
#include "table.h"

struct user {
	__u64 visits;
	struct mx_table_node node;
};

private(users) struct bpf_spin_lock lock;
private(users) struct mx_table users __value(struct, user, node);

static struct user *make(__u64 visits)
{
	struct user *user = new(struct user);

	if (!user)
		return NULL;
	user->visits = visits;
	mx_table_node_init(&user->node);
	return user;
}

static void destroy(struct user *user)
{
	mx_table_node_fini(&user->node);
	bpf_kptr_free(user);
}

/* one more visit of that user; how many there have been, or -ENOMEM */
static int visit(__u64 number)
{
	struct user *user, *fresh = make(1);
	int visits = 1;

	if (!fresh)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	user = mx_table_find(&users, number);
	if (!user) {
		mx_table_add(&fresh->node, &users, number);
		bpf_spin_unlock(&lock);
		return 1;
	}
	visits = ++user->visits;
	bpf_spin_unlock(&lock);
	destroy(fresh);
	return visits;
}

/* the visits of the user, who is not in the table any more; 0 if there was none */
static int forget(__u64 number)
{
	struct user *user;
	int visits;

	bpf_spin_lock(&lock);
	user = mx_table_find(&users, number);
	if (!user) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	user = mx_table_remove(&user->node, &users);
	bpf_spin_unlock(&lock);
	visits = user->visits;
	destroy(user);
	return visits;
}

SEC("tc") __success __retval(203)
__description("found by number: 3 came twice, 11, in the same bucket, three times")
int count_visits(struct __sk_buff *skb)
{
	int three, eleven;

	visit(3);
	visit(11);
	visit(11);
	three = visit(3);
	eleven = visit(11);
	return three * 100 + eleven;
}

SEC("tc") __success __retval(20) __description("what was taken out is not found again")
int forget_one(struct __sk_buff *skb)
{
	visit(3);
	visit(11);
	visit(3);
	return forget(3) * 10 + forget(3);
}

static long add_up(struct user *user, __u64 *sum)
{
	*sum += user->visits;
	return 0;
}

SEC("tc") __success __retval(6) __description("every user in turn, whatever the bucket")
int all_visits(struct __sk_buff *skb)
{
	__u64 sum = 0;

	for (int i = 0; i < 3; i++) {
		visit(i);
		visit(i);
	}
	bpf_spin_lock(&lock);
	mx_table_for_each(&users, add_up, &sum, 0);
	bpf_spin_unlock(&lock);
	return sum;
}

struct found {
	struct user *user;
};

static long take_frequent(struct user *user, struct found *found)
{
	if (user->visits < 2)
		return 0;
	found->user = mx_table_remove(&user->node, &users);
	return 1;
}

SEC("tc") __success __retval(2) __description("an element leaves during the walk, through the context")
int forget_frequent(struct __sk_buff *skb)
{
	struct found found = {};
	int visits;

	for (int i = 0; i < 5; i++)
		visit(i & 3);
	bpf_spin_lock(&lock);
	mx_table_for_each(&users, take_frequent, &found, 0);
	bpf_spin_unlock(&lock);
	if (!found.user)
		return 0;
	visits = found.user->visits;
	destroy(found.user);
	return visits;
}

SEC("tc") __success __retval(4) __description("taken out one by one, until it is empty")
int forget_all(struct __sk_buff *skb)
{
	int forgotten = 0;

	for (int i = 0; i < 4; i++)
		visit(i);
	for (int i = 0; i < 8; i++) {
		struct user *user;

		bpf_spin_lock(&lock);
		user = mx_table_pop(&users);
		bpf_spin_unlock(&lock);
		if (!user)
			break;
		destroy(user);
		forgotten++;
	}
	return forgotten;
}

/* a table in an object */
struct group {
	struct bpf_spin_lock lock;
	struct mx_table members __value(struct, user, node);
};

static long drop(struct user *user, int *dropped)
{
	destroy(user);
	(*dropped)++;
	return 0;
}

SEC("tc") __success __retval(2) __description("an object that owns a table is drained before it is freed")
int end_group(struct __sk_buff *skb)
{
	struct group *group = new(struct group);
	struct user *user;
	int dropped = 0;

	if (!group)
		return -ENOMEM;
	bpf_spin_lock_init(&group->lock);
	mx_table_init(&group->members);
	for (int i = 0; i < 2; i++) {
		user = make(i);
		if (!user)
			continue;
		bpf_spin_lock(&group->lock);
		mx_table_add(&user->node, &group->members, i);
		bpf_spin_unlock(&group->lock);
	}
	mx_table_fini(&group->members, drop, &dropped);
	bpf_kptr_free(group);
	return dropped;
}

SEC("tc") __failure __rule("table.lock-not-held") __description("the lock beside the table is not held")
int find_without_lock(struct __sk_buff *skb)
{
	struct user *user = mx_table_find(&users, 3);

	return user ? user->visits : 0;
}

SEC("tc") __failure __rule("table.not-on-it") __description("one that was never added cannot be taken out")
int remove_stranger(struct __sk_buff *skb)
{
	struct user *user = make(1);

	if (!user)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	mx_table_remove(&user->node, &users);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("table.not-owned") __description("given to the table twice")
int add_twice(struct __sk_buff *skb)
{
	struct user *user = make(1);

	if (!user)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	mx_table_add(&user->node, &users, 1);
	mx_table_add(&user->node, &users, 2);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned") __description("used after the table's lock was released")
int use_after_unlock(struct __sk_buff *skb)
{
	struct user *user;

	bpf_spin_lock(&lock);
	user = mx_table_find(&users, 3);
	bpf_spin_unlock(&lock);
	return user ? user->visits : 0;
}

static long remove_another(struct user *user, void *ctx)
{
	struct user *other = mx_table_find(&users, 3);

	if (other) {
		other = mx_table_remove(&other->node, &users);
		mx_table_add(&other->node, &users, 3);
	}
	return 0;
}

SEC("tc") __failure __rule("table.not-the-element") __description("only the element may leave during a walk")
int remove_during_walk(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	mx_table_for_each(&users, remove_another, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

LICENSE("GPL");
