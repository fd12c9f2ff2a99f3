/* Interrupts and preemption switched off, in the program itself and in its functions. */
#include "example.h"

private(a) struct bpf_res_spin_lock lock;
private(a) __u64 visits;

static __noinline void save(unsigned long *flags)
{
	bpf_local_irq_save(flags);
}

static __noinline void restore(unsigned long *flags)
{
	bpf_local_irq_restore(flags);
}

static __noinline void disable(void)
{
	bpf_preempt_disable();
}

__noinline int global_and_balanced(int x)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_local_irq_restore(&flags);
	return x + 1;
}

SEC("tc") __success __retval(3)
int interrupts_nest(struct __sk_buff *skb)
{
	unsigned long outer, inner;
	int level = 0;

	bpf_local_irq_save(&outer);
	level++;
	bpf_local_irq_save(&inner);
	level += 2;
	bpf_local_irq_restore(&inner);
	bpf_local_irq_restore(&outer);
	return level;
}

SEC("tc") __success __retval(2) __description("saved in one function, restored in another")
int interrupts_in_functions(struct __sk_buff *skb)
{
	unsigned long flags;
	int answer;

	save(&flags);
	answer = global_and_balanced(1);
	restore(&flags);
	return answer;
}

SEC("tc") __success __retval(10)
int interrupts_in_a_loop(struct __sk_buff *skb)
{
	unsigned long flags;
	int rounds = 0;

	for (int i = 0; i < 10; i++) {
		bpf_local_irq_save(&flags);
		rounds++;
		bpf_local_irq_restore(&flags);
	}
	return rounds;
}

SEC("tc") __success __retval(1)
int preemption_nests(struct __sk_buff *skb)
{
	disable();
	bpf_preempt_disable();
	bpf_preempt_enable();
	bpf_preempt_enable();
	return 1;
}

SEC("tc") __success __retval(7) __description("regions of different kinds need not nest")
int kinds_overlap(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_preempt_disable();
	bpf_local_irq_save(&flags);
	bpf_preempt_enable();
	bpf_local_irq_restore(&flags);
	return 7;
}

SEC("tc") __success __retval(1) __description("a lock that saves interrupts between others")
int lock_between(struct __sk_buff *skb)
{
	unsigned long outer, flags, inner;
	int taken = 0;

	bpf_local_irq_save(&outer);
	if (!bpf_res_spin_lock_irqsave(&lock, &flags)) {
		visits++;
		taken = 1;
		bpf_res_spin_unlock_irqrestore(&lock, &flags);
	}
	bpf_local_irq_save(&inner);
	bpf_local_irq_restore(&inner);
	bpf_local_irq_restore(&outer);
	return taken;
}

LICENSE("GPL");
