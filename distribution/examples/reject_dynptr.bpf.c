/* Rules of dynptrs: one program, one rule. */
#include "example.h"
#include "callback.h"
#include "dynptr.h"
#include "iterator.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} user_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

struct pair {
	__u64 number;
	struct bpf_dynptr dynptr;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct bpf_dynptr);
} dynptrs SEC(".maps");

static __u64 global[4];
static struct bpf_dynptr in_global;

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=6")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int never_submitted(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=6")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int lost_on_null(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	if (bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d))
		return 0;
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("arg 1 is an unacquired reference") __rule("dynptr.not-owed")
int submit_twice(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_submit_dynptr(&d, 0);
	bpf_ringbuf_discard_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("arg 1 is an unacquired reference") __rule("dynptr.not-owed")
int submit_local(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-8")
__msg("arg 1 is an unacquired reference")
__rule("dynptr.not-owed")
int submit_second_half(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_submit_dynptr((void *)&d + 8, 0);
	return 0;
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-15")
__msg("arg 1 is an unacquired reference")
__rule("dynptr.not-owed")
int submit_odd(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_submit_dynptr((void *)&d + 1, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=map_value expected=fp, dynptr_ptr") __rule("call.argument-type")
int submit_value(struct __sk_buff *skb)
{
	bpf_ringbuf_submit_dynptr((void *)global, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=ringbuf_mem expected=fp, dynptr_ptr")
__rule("call.argument-type")
int submit_of_a_record(struct __sk_buff *skb)
{
	void *r = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!r)
		return 0;
	bpf_ringbuf_submit_dynptr(r, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=mem expected=ringbuf_mem") __rule("call.argument-type")
int data_submitted_as_a_record(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	void *m;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	if (m)
		bpf_ringbuf_submit(m, 0);
	else
		bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("cannot pass map_type 2 into func bpf_ringbuf_reserve_dynptr#198")
__rule("map.function-not-for-type")
int reserve_in_array(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&numbers, 8, 0, &d);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("R4 type=map_value expected=fp, dynptr_ptr") __rule("call.argument-type")
int reserve_in_a_global(struct __sk_buff *skb)
{
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &in_global);
	return 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int reserve_over_referenced(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int local_over_referenced(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_from_mem(global, 32, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int read_destroyed_by_half(struct __sk_buff *skb)
{
	struct bpf_dynptr d[2];
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d[0]);
	bpf_dynptr_from_mem(global, 16, 0, (void *)&d[0] + 8);
	return bpf_dynptr_read(&n, 8, &d[0], 0, 0);
}

SEC("tc") __failure __msg("Unsupported reg type fp for bpf_dynptr_from_mem data")
__rule("dynptr.other-memory")
int of_the_stack(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n = 0;

	bpf_dynptr_from_mem(&n, 8, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("Unsupported reg type ringbuf_mem for bpf_dynptr_from_mem data")
__rule("dynptr.other-memory")
int of_a_record(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	void *r = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!r)
		return 0;
	bpf_dynptr_from_mem(r, 8, 0, &d);
	bpf_ringbuf_submit(r, 0);
	return 0;
}

SEC("tc") __failure __msg("Unsupported reg type mem for bpf_dynptr_from_mem data")
__rule("dynptr.other-memory")
int of_data(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;
	void *m;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	if (m)
		bpf_dynptr_from_mem(m, 8, 0, &e);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int read_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("R3 type=map_value expected=fp, dynptr_ptr") __rule("call.argument-type")
int read_at_value(struct __sk_buff *skb)
{
	__u64 n;

	return bpf_dynptr_read(&n, 8, &in_global, 0, 0);
}

SEC("tc") __failure __msg("R3 type=scalar expected=fp, dynptr_ptr") __rule("call.argument-type")
int read_null(struct __sk_buff *skb)
{
	__u64 n;

	return bpf_dynptr_read(&n, 8, NULL, 0, 0);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int read_after_submit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("potential write to dynptr at off=-16 disallowed")
__rule("dynptr.written-by-function")
int read_into_itself(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return bpf_dynptr_read(&d, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("potential write to dynptr at off=-8 disallowed")
__rule("dynptr.written-by-function")
int read_into_ref(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_read((void *)&d + 8, 8, &d, 0, 0);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("invalid read from stack off -16+0 size 8")
__rule("memory.stack-object-read")
int loaded(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return *(volatile __u64 *)&d;
}

SEC("tc") __failure __msg("invalid read from stack off -7+0 size 1")
__rule("memory.stack-object-read")
int second_half_loaded(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return *(volatile __u8 *)((void *)&d + 9);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int store_first_then_read(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	*(volatile __u8 *)&d = 0;
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int store_second_then_read(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	*(volatile __u64 *)((void *)&d + 8) = 0;
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int store_over_referenced(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	*(volatile __u8 *)&d = 0;
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("potential write to dynptr at off=-16 disallowed")
__rule("dynptr.written-by-function")
int helper_writes_over(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	bpf_skb_load_bytes(skb, 0, &d, 16);
	return 0;
}

SEC("tc") __failure __msg("invalid read from stack R2 off -16+0 size 16")
__rule("memory.stack-object-read")
int helper_reads(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	bpf_ringbuf_output(&ring, &d, 16, 0);
	return 0;
}

SEC("tc") __failure __msg("dynptr has to be at a constant offset")
__msg("Dynptr has to be an uninitialized dynptr")
__rule("dynptr.no-place")
int var_offset(struct __sk_buff *skb)
{
	struct bpf_dynptr d[3];

	bpf_dynptr_from_mem(global, 32, 0, (void *)d + (skb->len & 16));
	return 0;
}

SEC("tc") __failure __msg("dynptr has to be at a constant offset")
__msg("Expected an initialized dynptr as arg #2")
__rule("dynptr.not-there")
int var_offset_read(struct __sk_buff *skb)
{
	struct bpf_dynptr d[2];
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d[0]);
	bpf_dynptr_from_mem(global, 32, 0, &d[1]);
	return bpf_dynptr_read(&n, 8, (void *)d + (skb->len & 16), 0, 0);
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-31")
__msg("Dynptr has to be an uninitialized dynptr")
__rule("dynptr.no-place")
int odd_place(struct __sk_buff *skb)
{
	struct bpf_dynptr d[2];

	bpf_dynptr_from_mem(global, 32, 0, (void *)d + 1);
	return 0;
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-8")
__msg("Dynptr has to be an uninitialized dynptr")
__rule("dynptr.no-place")
int at_the_top(struct __sk_buff *skb)
{
	asm volatile("r4 = r10; r4 += -8; r1 = %[g] ll; r2 = 8; r3 = 0; call 197"
		     :: [g]"i"(global) : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
	return 0;
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=0")
__msg("Dynptr has to be an uninitialized dynptr")
__rule("dynptr.no-place")
int above_the_top(struct __sk_buff *skb)
{
	asm volatile("r4 = r10; r1 = %[g] ll; r2 = 8; r3 = 0; call 197"
		     :: [g]"i"(global) : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
	return 0;
}

SEC("tc") __failure __msg("invalid write to stack R4 off=-520 size=8") __rule("memory.stack-bounds")
int below_the_stack(struct __sk_buff *skb)
{
	asm volatile("r4 = r10; r4 += -520; r1 = %[g] ll; r2 = 8; r3 = 0; call 197"
		     :: [g]"i"(global) : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int write_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return bpf_dynptr_write(&d, 0, global, 8, 0);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int data_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return bpf_dynptr_data(&d, 0, 8) != NULL;
}

SEC("tc") __failure __msg("R3 is not a known constant'") __rule("call.size-not-constant")
int data_var_size(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return bpf_dynptr_data(&d, 0, skb->len) != NULL;
}

SEC("tc") __failure __msg("R0 invalid mem access 'mem_or_null'") __rule("memory.nullable-pointer")
int data_unchecked(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	return *m;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=8 size=8")
__msg("R1 min value is outside of the allowed memory range")
__rule("memory.bounds")
int data_past(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	return m ? m[1] : 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int data_after_submit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	if (m) {
		bpf_ringbuf_submit_dynptr(&d, 0);
		return m[0];
	}
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("R0 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int data_after_overwrite(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	if (!m)
		return 0;
	*(volatile __u8 *)&d = 0;
	return m[0];
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int data_after_reinit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	if (!m)
		return 0;
	bpf_dynptr_from_mem(global, 32, 0, &d);
	return m[0];
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int other_record_submitted(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;
	volatile __u64 *m;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &e);
	m = bpf_dynptr_data(&d, 0, 8);
	if (!m)
		goto out;
	bpf_ringbuf_submit_dynptr(&e, 0);
	m[0] = 1;
	bpf_ringbuf_submit_dynptr(&d, 0);
	m[0] = 2;
	return 0;
out:
	bpf_ringbuf_submit_dynptr(&e, 0);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int clone_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;

	bpf_dynptr_clone(&d, &e);
	return 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int clone_over_referenced(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &d);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("arg 1 is an unacquired reference") __rule("dynptr.not-owed")
int clone_then_both(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &e);
	bpf_ringbuf_submit_dynptr(&d, 0);
	bpf_ringbuf_submit_dynptr(&e, 0);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int clone_read_after(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;
	__u64 n;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &e);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return bpf_dynptr_read(&n, 8, &e, 0, 0);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int clone_read_after2(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;
	__u64 n;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &e);
	bpf_ringbuf_submit_dynptr(&e, 0);
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int clone_data_after(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;
	volatile __u64 *m;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &e);
	m = bpf_dynptr_data(&e, 0, 8);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return m ? m[0] : 0;
}

SEC("tc") __failure __msg("R0 cannot write into rdonly_mem") __rule("memory.read-only")
int slice_write(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, &buffer, 8);
	if (m)
		m[0] = 1;
	return 0;
}

SEC("tc") __failure __msg("R8 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int slice_after_push(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, &buffer, 8);
	bpf_skb_pull_data(skb, 64);
	return m ? m[0] : 0;
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int slice_after_write(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice_rdwr(&d, 0, &buffer, 8);
	bpf_dynptr_write(&d, 0, &buffer, 8, 0);
	return m ? m[0] : 0;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int packet_after_dynptr_write(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n = 0;
	volatile __u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	bpf_dynptr_from_skb(skb, 0, &d);
	if (data + 8 > end)
		return 0;
	bpf_dynptr_write(&d, 0, &n, 8, 0);
	return data[0];
}

SEC("tc") __failure __msg("R0 invalid mem access 'rdonly_mem_or_null'")
__rule("memory.nullable-pointer")
int slice_unchecked(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, &buffer, 8);
	return m[0];
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=8 size=8")
__msg("R0 min value is outside of the allowed memory range")
__rule("memory.bounds")
int slice_past(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, &buffer, 8);
	return m ? m[1] : 0;
}

SEC("tc") __failure __msg("R4 unbounded memory access, use 'var &= const' or 'if (var < const)'")
__msg("arg#2 arg#3 memory, len pair leads to invalid memory access")
__rule("call.memory-pair")
int slice_var_len(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer[2];

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, buffer, skb->len);
	return m ? m[0] : 0;
}

SEC("tc") __failure
__msg("arg#2 pointer type UNKNOWN  must point to scalar, or struct with scalar")
__rule("call.size-not-number")
int slice_len_is_pointer(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 buffer[2];

	bpf_dynptr_from_skb(skb, 0, &d);
	asm volatile("r1 = %[d]; r2 = 0; r3 = %[buffer]; r4 = %[buffer]; call bpf_dynptr_slice"
		     :: [d] "r"(&d), [buffer] "r"(buffer)
		     : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
	return 0;
}

SEC("tc") __failure __msg("R4 must be a known constant") __rule("call.argument-not-constant")
int slice_bounded_len(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 buffer[2] = {};
	__u32 len = skb->len;

	if (len > 16)
		return 0;
	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, buffer, len);
	return m ? m[0] : 0;
}

SEC("tc") __failure __msg("R4 must be a known constant") __rule("call.argument-not-constant")
int slice_null_var_len(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, NULL, skb->len);
	return m ? m[0] : 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int slice_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	m = bpf_dynptr_slice(&d, 0, NULL, 8);
	return m ? m[0] : 0;
}

SEC("tc") __failure __msg("invalid read from stack R3 off -16+0 size 8")
__msg("arg#2 arg#3 memory, len pair leads to invalid memory access")
__rule("call.memory-pair")
int slice_into_itself(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, &d, 8);
	return m ? m[0] : 0;
}

SEC("xdp") __failure __msg("calling kernel function bpf_dynptr_from_skb is not allowed")
__rule("call.function-not-available")
int skb_in_xdp(struct xdp_md *xdp)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb((void *)xdp, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("calling kernel function bpf_dynptr_from_xdp is not allowed")
__rule("call.function-not-available")
int xdp_in_tc(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_xdp((void *)skb, 0, &d);
	return 0;
}

SEC("xdp") __failure __msg("calling kernel function bpf_dynptr_from_skb_meta is not allowed")
__rule("call.function-not-available")
int meta_in_xdp(struct xdp_md *xdp)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb_meta((void *)xdp, 0, &d);
	return 0;
}

SEC("raw_tp/x") __failure __msg("calling kernel function bpf_dynptr_from_skb is not allowed")
__rule("call.function-not-available")
int skb_in_raw_tp(void *ctx)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(ctx, 0, &d);
	return 0;
}

SEC("syscall") __failure __msg("calling kernel function bpf_dynptr_from_skb is not allowed")
__rule("call.function-not-available")
int skb_in_syscall(void *ctx)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(ctx, 0, &d);
	return 0;
}

SEC("socket") __failure __msg("the prog does not allow writes to packet data")
__rule("dynptr.packet-read-only")
int rdwr_in_socket(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_slice_rdwr(&d, 0, NULL, 8) == NULL;
}

SEC("syscall") __failure __msg("the prog does not allow writes to packet data")
__rule("dynptr.packet-read-only")
int rdwr_local_in_syscall(void *ctx)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return bpf_dynptr_slice_rdwr(&d, 0, NULL, 8) == NULL;
}

SEC("cgroup_skb/egress") __failure __msg("the prog does not allow writes to packet data")
__rule("dynptr.packet-read-only")
int rdwr_in_cgroup(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_slice_rdwr(&d, 0, NULL, 8) != NULL;
}

SEC("lwt_in") __failure __msg("the prog does not allow writes to packet data")
__rule("dynptr.packet-read-only")
int rdwr_in_lwt(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_slice_rdwr(&d, 0, NULL, 8) == NULL;
}

SEC("tc") __failure __msg("arg#0 expected pointer to ctx, but got map_value")
__rule("call.argument-not-context")
int from_skb_not_ctx(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb((void *)global, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("dereference of modified ctx ptr R1 off=8 disallowed")
__rule("pointer.modified")
int from_skb_moved(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb((void *)skb + 8, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int from_skb_over_ref(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_from_skb(skb, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("arg#2 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int from_skb_at_value(struct __sk_buff *skb)
{
	bpf_dynptr_from_skb(skb, 0, &in_global);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int adjust_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return bpf_dynptr_adjust(&d, 0, 8);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int size_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return bpf_dynptr_size(&d);
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int is_null_value(struct __sk_buff *skb)
{
	return bpf_dynptr_is_null(&in_global);
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int is_null_scalar(struct __sk_buff *skb)
{
	return bpf_dynptr_is_null((void *)(long)skb->len);
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int is_null_null(struct __sk_buff *skb)
{
	return bpf_dynptr_is_null(NULL);
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-8")
__msg("Expected an initialized dynptr as arg #0")
__rule("dynptr.not-there")
int is_rdonly_half(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_is_rdonly((void *)&d + 8);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0") __rule("dynptr.not-there")
int memset_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return bpf_dynptr_memset(&d, 0, 8, 0);
}

static __noinline void callee_store(struct bpf_dynptr *d)
{
	*(volatile __u8 *)d = 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int callee_overwrites(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	callee_store(&d);
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

__noinline int global_dynptr(const struct bpf_dynptr *d)
{
	__u64 n = 0;

	bpf_dynptr_read(&n, 8, d, 0, 0);
	return n;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #0")
__msg("Caller passes invalid args into func#1 ('global_dynptr')")
__rule("call.global-function-argument")
int global_uninit(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return global_dynptr(&d);
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__msg("Caller passes invalid args into func#1 ('global_dynptr')")
__rule("call.global-function-argument")
int global_value(struct __sk_buff *skb)
{
	return global_dynptr(&in_global);
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__msg("Caller passes invalid args into func#1 ('global_dynptr')")
__rule("call.global-function-argument")
int global_null(struct __sk_buff *skb)
{
	return global_dynptr(NULL);
}

__noinline int global_dynptr_load(struct bpf_dynptr *d)
{
	return *(volatile __u64 *)d;
}

SEC("tc") __failure __msg("R1 invalid mem access 'dynptr_ptr'") __rule("memory.not-a-pointer")
int global_load(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return global_dynptr_load(&d);
}

__noinline int global_dynptr_store(struct bpf_dynptr *d)
{
	*(volatile __u64 *)d = 0;
	return 0;
}

SEC("tc") __failure __msg("R1 invalid mem access 'dynptr_ptr'") __rule("memory.not-a-pointer")
int global_store(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return global_dynptr_store(&d);
}

__noinline int global_dynptr_move(struct bpf_dynptr *d)
{
	__u64 n = 0;

	return bpf_dynptr_read(&n, 8, (void *)d + 16, 0, 0);
}

SEC("tc") __failure __msg("dereference of modified dynptr_ptr ptr R3 off=16 disallowed")
__rule("pointer.modified")
int global_move(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return global_dynptr_move(&d);
}

__noinline int global_dynptr_over(struct bpf_dynptr *d)
{
	return bpf_dynptr_from_mem(global, 8, 0, d);
}

SEC("tc") __failure __msg("Dynptr has to be an uninitialized dynptr") __rule("dynptr.no-place")
int global_over(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return global_dynptr_over(&d);
}

__noinline int global_helper_arg(struct bpf_dynptr *d)
{
	return bpf_ringbuf_output(&ring, d, 16, 0);
}

SEC("tc") __failure
__msg("R2 type=dynptr_ptr expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int dynptr_as_bytes(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return global_helper_arg(&d);
}

static long cb_read(struct bpf_dynptr *d, void *ctx)
{
	__u64 n = 0;

	bpf_dynptr_read(&n, 8, d, 0, 0);
	return n & 1;
}

SEC("tc") __failure __msg("cannot pass map_type 27 into func bpf_user_ringbuf_drain#209")
__rule("map.function-not-for-type")
int drain_ring(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&ring, cb_read, NULL, 0);
}

SEC("tc") __failure __msg("R3 type=map_value expected=fp") __rule("call.argument-type")
int drain_ctx(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_read, global, 0);
}

SEC("tc") __failure __msg("R2 type=ctx expected=func") __rule("call.argument-type")
int drain_nofunc(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, skb, NULL, 0);
}

static long cb_two(struct bpf_dynptr *d, void *ctx)
{
	return 2;
}

SEC("tc") __failure
__msg("At callback return the register R0 has smin=2 smax=2 should have been in [0, 1]")
__rule("program.return-range")
int drain_two(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_two, NULL, 0);
}

static long cb_store(struct bpf_dynptr *d, void *ctx)
{
	*(volatile __u64 *)d = 0;
	return 0;
}

SEC("tc") __failure __msg("R1 invalid mem access 'dynptr_ptr'") __rule("memory.not-a-pointer")
int drain_store(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_store, NULL, 0);
}

static long cb_discard(struct bpf_dynptr *d, void *ctx)
{
	bpf_ringbuf_discard_dynptr(d, 0);
	return 0;
}

SEC("tc") __failure __msg("cannot release unowned const bpf_dynptr") __rule("dynptr.lent")
int drain_discard(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_discard, NULL, 0);
}

static long cb_over(struct bpf_dynptr *d, void *ctx)
{
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, d);
	return 0;
}

SEC("tc") __failure __msg("Dynptr has to be an uninitialized dynptr") __rule("dynptr.no-place")
int drain_over(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_over, NULL, 0);
}

static long cb_neg(struct bpf_dynptr *d, void *ctx)
{
	__u64 n;

	return bpf_dynptr_read(&n, 8, (void *)d - 16, 0, 0) & 1;
}

SEC("tc") __failure __msg("negative offset dynptr_ptr ptr R3 off=-16 disallowed")
__rule("pointer.negative-offset")
int drain_neg(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_neg, NULL, 0);
}

static long cb_var(struct bpf_dynptr *d, void *ctx)
{
	__u64 n;

	return bpf_dynptr_read(&n, 8, (void *)d + (bpf_get_prandom_u32() & 8), 0, 0) & 1;
}

SEC("tc") __failure __msg("variable dynptr_ptr access var_off=(0x0; 0x8) disallowed")
__rule("pointer.variable-offset")
int drain_var(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_var, NULL, 0);
}

static long cb_ctx(struct bpf_dynptr *d, void *ctx)
{
	*(volatile __u64 *)ctx = 1;
	return 0;
}

SEC("tc") __failure __msg("R2 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int drain_ctx_null(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_ctx, NULL, 0);
}

static long cb_save(struct bpf_dynptr *d, void *ctx)
{
	*(void *volatile *)ctx = d;
	return 0;
}

SEC("tc") __failure __msg("R3 type=scalar expected=fp, dynptr_ptr") __rule("call.argument-type")
int drain_save(struct __sk_buff *skb)
{
	void *saved = NULL;
	__u64 n;

	bpf_user_ringbuf_drain(&user_ring, cb_save, &saved, 0);
	return saved ? bpf_dynptr_read(&n, 8, saved, 0, 0) : 0;
}

static long cb_loop_submit(__u32 i, void *ctx)
{
	bpf_ringbuf_submit_dynptr(ctx, 0);
	return 1;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=7")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int submitted_in_a_loop(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	return bpf_loop(3, cb_loop_submit, &d, 0);
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int spill_over(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	*(void *volatile *)&d = skb;
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("invalid read from stack off -16+0 size 8")
__rule("memory.stack-object-read")
int counted_atomically(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	__sync_fetch_and_add((__u64 *)&d, 1);
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int left_on_one_path(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u32 size = skb->len;

	bpf_ringbuf_reserve_dynptr(&ring, size, 0, &d);
	if (size > 100)
		bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int made_on_one_path(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	if (skb->len > 5)
		bpf_dynptr_from_mem(global, 32, 0, &d);
	asm volatile("" ::: "memory");
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int meta_slice_after_write(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_skb_meta(skb, 0, &d);
	m = bpf_dynptr_slice_rdwr(&d, 0, NULL, 8);
	bpf_dynptr_write(&d, 0, &skb, 0, 0);
	return m ? *m : 0;
}

SEC("xdp") __failure __msg("R8 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int slice_after_adjust_head(struct xdp_md *xdp)
{
	struct bpf_dynptr d;
	volatile __u64 *m;
	__u64 b;

	bpf_dynptr_from_xdp(xdp, 0, &d);
	m = bpf_dynptr_slice_rdwr(&d, 0, &b, 8);
	bpf_xdp_adjust_head(xdp, 8);
	return m ? *m & 1 : 0;
}

__noinline int global_pulls(struct __sk_buff *skb)
{
	return bpf_skb_pull_data(skb, 8);
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int packet_after_global_pull(struct __sk_buff *skb)
{
	volatile __u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 8 > end)
		return 0;
	global_pulls(skb);
	return data[0];
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=0 off=0 size=1")
__msg("R0 min value is outside of the allowed memory range")
__rule("memory.bounds")
int slice_size_zero(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u8 *m;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, NULL, 0);
	return m ? *m : 0;
}

SEC("tc") __failure
__msg("R3 type=rdonly_mem expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int slice_helper_write(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 *m, b;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, &b, 8);
	if (m)
		bpf_skb_load_bytes(skb, 0, m, 8);
	return 0;
}

static __noinline void callee_leak(void)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=9")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int lost_with_the_frame(struct __sk_buff *skb)
{
	callee_leak();
	return 0;
}

static __noinline void callee_overwrite_caller(struct bpf_dynptr *d)
{
	bpf_dynptr_from_mem(global, 32, 0, d);
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int callee_overwrites_ref(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	callee_overwrite_caller(&d);
	return 0;
}

SEC("tc") __failure __msg("arg#0 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int dynptr_is_ctx(struct __sk_buff *skb)
{
	return bpf_dynptr_size((void *)skb);
}

SEC("tc") __failure __msg("R3 type=scalar expected=fp")
__msg("arg#2 arg#3 memory, len pair leads to invalid memory access")
__rule("call.memory-pair")
int slice_buffer_is_scalar(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_slice(&d, 0, (void *)(long)skb->len, 8) != NULL;
}

SEC("tc") __failure __msg("R2 is not a scalar") __rule("call.argument-not-scalar")
int slice_offset_pointer(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	asm volatile("r1 = %[d]; r2 = r10; r3 = 0; r4 = 8; call bpf_dynptr_slice"
		     :: [d]"r"(&d) : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
	return 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int stored_somewhere_over_a_record(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	__u64 i = skb->len;
	i &= 7;
	asm volatile("%[i] += %[d]; *(u8 *)(%[i] + 0) = 1" : [i]"+r"(i) : [d]"r"(&d) : "memory");
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int stored_somewhere_over_a_dynptr(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	__u64 i = skb->len;
	i &= 7;
	asm volatile("%[i] += %[d]; *(u8 *)(%[i] + 0) = 1" : [i]"+r"(i) : [d]"r"(&d) : "memory");
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("invalid read from stack R3 off -16+0 size 16")
__rule("memory.stack-object-read")
int value_of_a_map(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u32 k = 0;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return bpf_map_update_elem(&dynptrs, &k, &d, 0);
}

SEC("tc") __failure __msg("invalid read from stack R3 off -24+8 size 16")
__rule("memory.stack-object-read")
int in_a_value_of_a_map(struct __sk_buff *skb)
{
	struct pair d;
	__u32 k = 0;

	d.number = 0;
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d.dynptr);
	bpf_map_update_elem(&dynptrs, &k, &d, 0);
	bpf_ringbuf_submit_dynptr(&d.dynptr, 0);
	return 0;
}

SEC("tc") __failure __msg("potential write to dynptr at off=-16 disallowed")
__rule("dynptr.written-by-function")
int name_over_a_dynptr(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	bpf_get_current_comm((void *)&d, 16);
	return 0;
}

SEC("tc") __failure __msg("potential write to dynptr at off=-16 disallowed")
__rule("dynptr.written-by-function")
int name_into_a_dynptr(struct __sk_buff *skb)
{
	struct { __u64 x; struct bpf_dynptr d; } s;

	bpf_dynptr_from_mem(global, 32, 0, &s.d);
	bpf_get_current_comm((void *)&s.x, 10);
	return 0;
}

SEC("tc") __failure __msg("invalid read from stack R2 off -16+0 size 4")
__rule("memory.stack-object-read")
int key_of_a_map(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	return bpf_map_lookup_elem(&dynptrs, &d) != NULL;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int overwritten_on_one_path(struct __sk_buff *skb)
{
	asm volatile(
	"r9 = 0xeB9F;"
	"r6 = %[ring] ll;"
	"r1 = r6; r2 = 8; r3 = 0; r4 = r10; r4 += -16; call 198;"
	"if r0 == 0 goto 1f;"
	"goto 2f;"
	"1: *(u64 *)(r10 - 16) = r9;"
	"2: r1 = r10; r1 += -16; r2 = 0; call 200;"
	:: [ring]"i"(&ring) : "r0","r1","r2","r3","r4","r5","r6","r9","memory");
	return 0;
}

SEC("tc") __failure __msg("arg 1 is an unacquired reference") __rule("dynptr.not-owed")
int local_on_one_path(struct __sk_buff *skb)
{
	asm volatile(
	"r6 = %[ring] ll;"
	"r7 = %[g] ll;"
	"r1 = 0; call 7; r8 = r0;"
	"if r8 != 0 goto 1f;"
	"r1 = r6; r2 = 8; r3 = 0; r4 = r10; r4 += -16; call 198;"
	"goto 2f;"
	"1: r1 = r7; r2 = 8; r3 = 0; r4 = r10; r4 += -16; call 197;"
	"2: r1 = r10; r1 += -16; r2 = 0; call 200;"
	:: [ring]"i"(&ring), [g]"i"(global) : "r0","r1","r2","r3","r4","r5","r6","r7","r8","memory");
	return 0;
}

SEC("tc") __failure __msg("dynptr has to be at a constant offset")
__msg("Dynptr has to be an uninitialized dynptr")
__rule("dynptr.no-place")
int reserve_somewhere(struct __sk_buff *skb)
{
	asm volatile(
	"r9 = 16; *(u32 *)(r10 - 4) = r9; r8 = *(u32 *)(r10 - 4);"
	"if r8 >= 17 goto 1f;"
	"if r8 == 0 goto 1f;"
	"r8 -= 16; r1 = r10; r1 += r8; r1 += -16;"
	"1: r6 = %[ring] ll;"
	"call 7; r0 &= 8; r4 = r10; r4 += -32; r4 += r0;"
	"r1 = r6; r2 = 8; r3 = 0; call 198;"
	:: [ring]"i"(&ring) : "r0","r1","r2","r3","r4","r5","r6","r8","r9","memory");
	return 0;
}

SEC("tc") __failure
__msg("R1 type=scalar expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_")
__rule("allocator.not-percpu")
int slice_or_null_dies(struct __sk_buff *skb)
{
	asm volatile(
	"r6 = %[ring] ll;"
	"r1 = r6; r2 = 8; r3 = 0; r4 = r10; r4 += -16; call 198;"
	"r1 = r10; r1 += -16; r2 = 0; r3 = 8; call 203;"
	"r7 = r0;"
	"r1 = r10; r1 += -16; r2 = 0; call 200;"
	"r1 = r7; call 154;"
	:: [ring]"i"(&ring) : "r0","r1","r2","r3","r4","r5","r6","r7","memory");
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=7")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int null_branch_releases_not(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 *m;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	m = bpf_dynptr_data(&d, 0, 8);
	if (!m)
		return 0;
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=6")
__msg("Unreleased reference id=6 alloc_insn=19")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int three_leaks(struct __sk_buff *skb)
{
	struct bpf_dynptr a, b;
	void *r;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &a);
	r = bpf_ringbuf_reserve(&ring, 8, 0);
	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &b);
	return r != NULL;
}

static long leak_cb(__u32 i, void *ctx)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int left_in_a_callback(struct __sk_buff *skb)
{
	return bpf_loop(3, leak_cb, NULL, 0);
}

static long over_cb(__u32 i, void *ctx)
{
	*(volatile __u64 *)ctx = 1;
	return 0;
}

SEC("tc") __failure __msg("Expected an initialized dynptr as arg #2") __rule("dynptr.not-there")
int overwritten_in_a_callback(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 n;

	bpf_dynptr_from_mem(global, 32, 0, &d);
	bpf_loop(3, over_cb, &d, 0);
	return bpf_dynptr_read(&n, 8, &d, 0, 0);
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int record_overwritten_in_a_callback(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_loop(3, over_cb, &d, 0);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=0 off=0 size=1")
__msg("R1 min value is outside of the allowed memory range")
__rule("memory.bounds")
int data_size_zero(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u8 *m;

	bpf_dynptr_from_mem(global, 8, 0, &d);
	m = bpf_dynptr_data(&d, 0, 0);
	return m ? *m : 0;
}

SEC("tc") __failure __msg("R3 type=fp expected=scalar") __rule("call.argument-type")
int data_pointer_size(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_mem(global, 8, 0, &d);
	return bpf_dynptr_data(&d, 0, (__u64)&d) != NULL;
}

SEC("tc") __failure __msg("helper access to the packet is not allowed")
__rule("call.packet-argument")
int write_from_packet(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	bpf_dynptr_from_mem(global, 8, 0, &d);
	if (data + 8 > end)
		return 0;
	return bpf_dynptr_write(&d, 0, data, 8, 0);
}

SEC("tc") __failure __msg("R2 is not a scalar") __rule("call.argument-not-scalar")
int slice_flags_pointer(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	return bpf_dynptr_from_skb(skb, (__u64)skb, &d);
}

SEC("tc") __failure __msg("R4 unbounded memory access, use 'var &= const' or 'if (var < const)'")
__msg("arg#2 arg#3 memory, len pair leads to invalid memory access")
__rule("call.memory-pair")
int slice_of_everything(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	__u64 b;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_slice(&d, 0, &b, (__u32)-1) != NULL;
}

SEC("tc") __failure __msg("write into map forbidden, value_size=16 off=0 size=8")
__msg("arg#2 arg#3 memory, len pair leads to invalid memory access")
__rule("call.memory-pair")
int slice_read_only_buffer(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	static const __u64 zeros[2];

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_slice(&d, 0, (void *)zeros, 8) != NULL;
}

SEC("tc") __failure __msg("R3 cannot write into rdonly_mem")
__msg("arg#2 arg#3 memory, len pair leads to invalid memory access")
__rule("call.memory-pair")
int slice_of_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	void *m;

	bpf_dynptr_from_skb(skb, 0, &d);
	m = bpf_dynptr_slice(&d, 0, NULL, 8);
	if (!m)
		return 0;
	return bpf_dynptr_slice(&d, 0, m, 8) != NULL;
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int meta_slice_after_push(struct __sk_buff *skb)
{
	struct bpf_dynptr d;
	volatile __u64 *m;

	bpf_dynptr_from_skb_meta(skb, 0, &d);
	m = bpf_dynptr_slice_rdwr(&d, 0, NULL, 8);
	bpf_skb_pull_data(skb, 8);
	return m ? *m : 0;
}

SEC("tc") __failure __msg("R7 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int clone_slice_after_write(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;
	volatile __u64 *m;
	__u64 b;

	bpf_dynptr_from_skb(skb, 0, &d);
	bpf_dynptr_clone(&d, &e);
	m = bpf_dynptr_slice_rdwr(&d, 0, &b, 8);
	bpf_dynptr_write(&e, 0, &b, 8, 0);
	return m ? *m : 0;
}

SEC("tc") __failure __msg("arg#1 expected pointer to stack or const struct bpf_dynptr")
__rule("dynptr.not-on-stack")
int clone_at_value(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_clone(&d, (void *)global);
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-8")
__msg("Expected an initialized dynptr as arg #0")
__rule("dynptr.not-there")
int clone_second_half(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;

	bpf_dynptr_from_skb(skb, 0, &d);
	return bpf_dynptr_clone((void *)&d + 8, &e);
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int clone_onto_ref(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &e);
	bpf_dynptr_from_skb(skb, 0, &d);
	bpf_dynptr_clone(&d, (void *)&e - 8);
	bpf_ringbuf_submit_dynptr(&e, 0);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=7")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int clone_leak(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &e);
	return 0;
}

SEC("tc") __failure __msg("cannot overwrite referenced dynptr") __rule("dynptr.overwritten")
int clone_overwritten(struct __sk_buff *skb)
{
	struct bpf_dynptr d, e;

	bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d);
	bpf_dynptr_clone(&d, &e);
	*(volatile __u64 *)&e = 1;
	bpf_ringbuf_submit_dynptr(&d, 0);
	return 0;
}

__noinline int g_nonnull(struct bpf_dynptr *d __attribute__((btf_decl_tag("arg:nonnull"))))
{
	return bpf_dynptr_size(d);
}

SEC("tc") __failure __msg("arg#0 has invalid combination of tags")
__msg("Caller passes invalid args into func#1 ('g_nonnull')")
__rule("call.global-function-argument")
int tagged_argument(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return g_nonnull(&d);
}

__noinline int g_inner(const struct bpf_dynptr *d)
{
	return bpf_dynptr_size(d);
}

__noinline int g_moved(struct bpf_dynptr *d)
{
	return g_inner((void *)d + 8);
}

SEC("tc") __failure __msg("dereference of modified dynptr_ptr ptr R1 off=8 disallowed")
__msg("Caller passes invalid args into func#2 ('g_inner')")
__rule("call.global-function-argument")
int passed_on_moved(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return g_moved(&d);
}

SEC("tc") __failure __msg("cannot pass in dynptr at an offset=-8")
__msg("Expected an initialized dynptr as arg #0")
__msg("Caller passes invalid args into func#1 ('g_inner')")
__rule("call.global-function-argument")
int half_passed(struct __sk_buff *skb)
{
	struct bpf_dynptr d;

	bpf_dynptr_from_skb(skb, 0, &d);
	return g_inner((void *)&d + 8);
}

static long cb_r3(struct bpf_dynptr *d, void *ctx, __u64 three)
{
	return three & 1;
}

SEC("tc") __failure __msg("R3 !read_ok") __rule("register.uninitialised")
int third_argument(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_r3, NULL, 0);
}

static long cb_leak(struct bpf_dynptr *d, void *ctx)
{
	void *r = bpf_ringbuf_reserve(&ring, 8, 0);

	return r != NULL;
}

SEC("tc") __failure __msg("Unreleased reference id=3 alloc_insn=12")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
int record_left_in_drain(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&user_ring, cb_leak, NULL, 0);
}

SEC("tc") __failure __msg("invalid mem access 'scalar'")
int data_after_an_iteration_took_the_place(struct __sk_buff *skb)
{
	union {
		struct bpf_dynptr dynptr;
		struct bpf_iter_num numbers;
	} here;
	__u8 *data;

	bpf_dynptr_from_mem(global, sizeof global, 0, &here.dynptr);
	data = bpf_dynptr_data(&here.dynptr, 0, 4);
	bpf_iter_num_new(&here.numbers, 0, 3);
	bpf_iter_num_destroy(&here.numbers);
	return data ? *data & 1 : 0;
}

SEC("tc") __success
int iteration_in_the_place_of_a_dynptr(struct __sk_buff *skb)
{
	union {
		struct bpf_dynptr dynptr;
		struct bpf_iter_num numbers;
	} here;

	bpf_dynptr_from_mem(global, sizeof global, 0, &here.dynptr);
	bpf_iter_num_new(&here.numbers, 0, 3);
	bpf_iter_num_destroy(&here.numbers);
	return 0;
}

LICENSE("GPL");
