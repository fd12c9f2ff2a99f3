/* Spin locks in map values and in private sections, with plain data under them. */
#include "example.h"

struct account {
	__s64 balance;
	struct bpf_spin_lock lock;
	__u32 bookings;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct account);
} accounts SEC(".maps");

private(totals) struct bpf_spin_lock totals_lock;
private(totals) __s64 total_in;
private(totals) __s64 total_out;

static __noinline void enter(void)
{
	bpf_spin_lock(&totals_lock);
}

static __noinline void leave(void)
{
	bpf_spin_unlock(&totals_lock);
}

static int book(__u32 number, __s64 amount)
{
	struct account *account = bpf_map_lookup_elem(&accounts, &number);

	if (!account)
		return -ENOENT;
	bpf_spin_lock(&account->lock);
	account->balance += amount;
	account->bookings++;
	bpf_spin_unlock(&account->lock);
	return 0;
}

SEC("tc") __success __retval(30) __description("two bookings on one account: 50 - 20")
int two_bookings(struct __sk_buff *skb)
{
	__u32 number = 1;
	struct account *account;

	if (book(number, 50) || book(number, -20))
		return -1;
	account = bpf_map_lookup_elem(&accounts, &number);
	return account ? account->balance : -1;
}

SEC("tc") __success __retval(60) __description("one lock after the other, never both")
int transfer(struct __sk_buff *skb)
{
	__u32 from = 0, to = 3;
	struct account *account;

	if (book(from, 100) || book(from, -60) || book(to, 60))
		return -1;
	account = bpf_map_lookup_elem(&accounts, &to);
	return account ? account->balance : -1;
}

SEC("tc") __success __retval(5) __description("locked in one static function, unlocked in another")
int lock_in_functions(struct __sk_buff *skb)
{
	int difference;

	enter();
	total_in += 8;
	total_out += 3;
	difference = total_in - total_out;
	leave();
	return difference;
}

SEC("tc") __success __retval(10) __description("a bounded loop under a lock: 1 + 2 + 3 + 4")
int loop_under_lock(struct __sk_buff *skb)
{
	int sum;

	bpf_spin_lock(&totals_lock);
	for (int i = 1; i <= 4; i++)
		total_in += i;
	sum = total_in;
	bpf_spin_unlock(&totals_lock);
	return sum;
}

SEC("tc") __success __retval(0) __description("released on both branches")
int unlock_on_each_branch(struct __sk_buff *skb)
{
	bpf_spin_lock(&totals_lock);
	if (total_in > total_out) {
		bpf_spin_unlock(&totals_lock);
		return 1;
	}
	bpf_spin_unlock(&totals_lock);
	return 0;
}

LICENSE("GPL");
