/* Rules of interrupts and preemption: one program, one rule. */
#include "example.h"

private(a) struct bpf_res_spin_lock lock;
static unsigned long elsewhere;

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

static __noinline void save_and_forget(void)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_local_irq_save-ed region")
__rule("interrupt.irq-held")
int not_restored(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	return 0;
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_local_irq_save-ed region")
__rule("interrupt.irq-held") __description("the flags are gone with the frame that they lay in")
int lost_with_the_frame(struct __sk_buff *skb)
{
	save_and_forget();
	return 0;
}

SEC("tc") __failure __msg("tail_call cannot be used inside bpf_local_irq_save-ed region")
__rule("interrupt.irq-held")
int tail_call_with_interrupts_off(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_tail_call(skb, &programs, 0);
	bpf_local_irq_restore(&flags);
	return 0;
}

SEC("tc") __failure
__msg("cannot restore irq state out of order, expected id=2 acquired at insn_idx=7")
__rule("interrupt.out-of-order")
int outer_restored_first(struct __sk_buff *skb)
{
	unsigned long outer, inner;

	bpf_local_irq_save(&outer);
	bpf_local_irq_save(&inner);
	bpf_local_irq_restore(&outer);
	bpf_local_irq_restore(&inner);
	return 0;
}

SEC("tc") __failure __msg("expected an initialized irq flag as arg#0")
__rule("interrupt.not-saved")
int never_saved(struct __sk_buff *skb)
{
	unsigned long flags = 0;

	bpf_local_irq_restore(&flags);
	return 0;
}

SEC("tc") __failure __msg("expected an initialized irq flag as arg#0")
__rule("interrupt.not-saved") __description("a byte of the flags is overwritten")
int overwritten(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	*(volatile char *)&flags = 0;
	bpf_local_irq_restore(&flags);
	return 0;
}

SEC("tc") __failure __msg("expected uninitialized irq flag as arg#0")
__rule("interrupt.in-use")
int saved_over(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_local_irq_save(&flags);
	bpf_local_irq_restore(&flags);
	return 0;
}

SEC("tc") __failure __msg("arg#0 doesn't point to an irq flag on stack")
__rule("interrupt.not-on-stack")
int flags_in_a_global(struct __sk_buff *skb)
{
	bpf_local_irq_save(&elsewhere);
	bpf_local_irq_restore(&elsewhere);
	return 0;
}

/* were it allowed under a lock: irq flag acquired by lock kfuncs cannot be restored with native kfuncs */
SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int flags_of_a_lock(struct __sk_buff *skb)
{
	unsigned long flags;

	if (bpf_res_spin_lock_irqsave(&lock, &flags))
		return 0;
	bpf_local_irq_restore(&flags);
	bpf_res_spin_unlock_irqrestore(&lock, &flags);
	return 0;
}

SEC("tc") __failure
__msg("irq flag acquired by native kfuncs cannot be restored with lock kfuncs")
__rule("interrupt.saved-by-native")
int lock_restores_what_it_did_not_save(struct __sk_buff *skb)
{
	unsigned long own, others;

	bpf_local_irq_save(&own);
	if (bpf_res_spin_lock_irqsave(&lock, &others)) {
		bpf_local_irq_restore(&own);
		return 0;
	}
	bpf_res_spin_unlock_irqrestore(&lock, &own);
	bpf_local_irq_restore(&others);
	return 0;
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_preempt_disable-ed region")
__rule("interrupt.preemption-held")
int enabled_once_too_few(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	bpf_preempt_disable();
	bpf_preempt_enable();
	return 0;
}

SEC("tc") __failure
__msg("unmatched attempt to enable preemption (kernel function bpf_preempt_enable)")
__rule("interrupt.unmatched-enable")
int enabled_once_too_often(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	bpf_preempt_enable();
	bpf_preempt_enable();
	return 0;
}

LICENSE("GPL");
