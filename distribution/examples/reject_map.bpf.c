/* Rules of maps, of map values and of memory given to helpers: one program, one rule. */
#include "example.h"

struct pair {
	__u32 first, second;
};

struct row {
	__u32 cells[8];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, struct pair);
	__type(value, struct row);
} rows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__uint(map_flags, BPF_F_RDONLY_PROG);
	__type(key, __u32);
	__type(value, __u64);
} read_only SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__uint(map_flags, BPF_F_WRONLY_PROG);
	__type(key, __u32);
	__type(value, __u64);
} write_only SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__uint(value_size, sizeof(__u64));
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps");

char changing_text[8] = "tc";
const volatile __u64 constant = 4;

static struct row *row(void)
{
	struct pair key = {1, 2};

	return bpf_map_lookup_elem(&rows, &key);
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
int value_unchecked(struct __sk_buff *skb)
{
	return row()->cells[0];
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
int array_value_at_unknown_index(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	__u64 *number = bpf_map_lookup_elem(&numbers, &key);

	return *number;
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
__description("checked on one branch only")
int checked_too_late(struct __sk_buff *skb)
{
	struct row *found = row();

	if (skb->len > 100 && !found)
		return 0;
	return found->cells[1];
}

SEC("tc") __failure __msg("R0 invalid mem access 'map_value_or_null'")
__rule("memory.nullable-pointer")
__description("the inner map must be checked, too")
int inner_map_value_unchecked(struct __sk_buff *skb)
{
	__u32 key = 0;
	void *inner = bpf_map_lookup_elem(&outer, &key);
	__u64 *value;

	if (!inner)
		return 0;
	key = skb->len;
	value = bpf_map_lookup_elem(inner, &key);
	return *value;
}

SEC("tc") __failure __msg("R1 type=map_value_or_null expected=map_ptr") __rule("call.argument-type")
int inner_map_unchecked(struct __sk_buff *skb)
{
	__u32 key = 0;
	void *inner = bpf_map_lookup_elem(&outer, &key);

	return bpf_map_lookup_elem(inner, &key) != NULL;
}

SEC("tc") __failure __msg("R1 type=map_value expected=map_ptr") __rule("call.argument-type")
int value_as_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct row *found = row();

	return found && bpf_map_lookup_elem(found, &key);
}

SEC("tc") __failure
__msg("R2 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int number_as_key(struct __sk_buff *skb)
{
	return bpf_map_lookup_elem(&numbers, (void *)(long)skb->len) != NULL;
}

SEC("tc") __failure
__msg("R3 type=ctx expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_")
__rule("call.argument-type")
int context_as_value(struct __sk_buff *skb)
{
	__u32 key = 0;

	return bpf_map_update_elem(&numbers, &key, skb, BPF_ANY);
}

SEC("tc") __failure __msg("invalid access to map value, value_size=32 off=32 size=4")
__msg("R1 min value is outside of the allowed memory range") __rule("memory.bounds")
int read_past_the_value(struct __sk_buff *skb)
{
	struct row *found = row();

	return found ? ((volatile __u32 *)found)[8] : 0;
}

SEC("tc") __failure __msg("invalid access to map value, value_size=32 off=28 size=8")
__msg("R0 min value is outside of the allowed memory range") __rule("memory.bounds")
int write_across_the_end(struct __sk_buff *skb)
{
	struct row *found = row();

	if (found)
		*(volatile __u64 *)((void *)found + 28) = 1;
	return 0;
}

SEC("tc") __failure __msg("invalid access to map value, value_size=32 off=32 size=4")
__msg("R0 max value is outside of the allowed memory range") __rule("memory.bounds")
__description("the comparison allows one index too many")
int index_off_by_one(struct __sk_buff *skb)
{
	struct row *found = row();
	__u64 index = skb->len;

	if (!found || index > 8)
		return 0;
	return found->cells[index];
}

SEC("tc") __failure __msg("invalid access to map value, value_size=32 off=-4 size=4")
__msg("R1 min value is outside of the allowed memory range") __rule("memory.bounds")
int read_before_the_value(struct __sk_buff *skb)
{
	struct row *found = row();

	return found ? ((volatile __u32 *)found)[-1] : 0;
}

SEC("tc") __failure
__msg("R0 min value is negative, either use unsigned index or do a if (index >=0) check.")
__rule("memory.negative-index")
int signed_index(struct __sk_buff *skb)
{
	struct row *found = row();
	__s64 index = (__s32)skb->len;

	opaque(index);
	if (!found || index > 7)
		return 0;
	opaque(index);
	if (index < -7)
		return 0;
	return ((volatile __u8 *)found)[index];
}

SEC("tc") __failure __msg("R0 unbounded memory access, make sure to bounds check any such access")
__rule("memory.unbounded")
int index_unchecked(struct __sk_buff *skb)
{
	struct row *found = row();
	__u64 index = skb->len;

	if (!found)
		return 0;
	return found->cells[index];
}

SEC("tc") __failure __msg("invalid access to map value, value_size=8 off=15 size=1")
__msg("R2 max value is outside of the allowed memory range") __rule("memory.bounds")
int global_array_at_unknown_index(struct __sk_buff *skb)
{
	__u64 index = skb->len & 15;

	return ((volatile char *)changing_text)[index];
}

SEC("tc") __failure __msg("value -8589934588 makes map_value pointer be out of bounds")
__rule("pointer.offset-out-of-bounds")
int far_offset(struct __sk_buff *skb)
{
	struct row *found = row();
	__s64 index = skb->len;

	if (!found)
		return 0;
	index -= 0x7fffffff;
	index <<= 2;
	opaque(index);
	return *(volatile __u32 *)((void *)found + index);
}

SEC("tc") __failure
__msg("math between map_value pointer and register with unbounded min value is not allowed")
__rule("pointer.unbounded-offset")
int unbounded_offset(struct __sk_buff *skb)
{
	struct row *found = row();
	__s64 index = bpf_ktime_get_ns();

	if (!found || index > 4)
		return 0;
	return *(volatile __u8 *)((void *)found + index);
}

SEC("tc") __failure __msg("math between map_value pointer and 2147483647 is not allowed")
__rule("pointer.constant-too-large")
int huge_constant_offset(struct __sk_buff *skb)
{
	void *found = row();

	if (!found)
		return 0;
	asm volatile("r1 = %0; r1 += 0x7fffffff; %0 = r1" : "+r"(found) : : "r1");
	return *(volatile __u8 *)found;
}

SEC("tc") __failure __msg("map_value pointer offset 1073741822 is not allowed")
__rule("pointer.offset-too-large")
int huge_sum_of_offsets(struct __sk_buff *skb)
{
	void *found = row();

	if (!found)
		return 0;
	asm volatile("r1 = %0; r1 += 0x1fffffff; r1 += 0x1fffffff; %0 = r1" : "+r"(found) : : "r1");
	return *(volatile __u8 *)found;
}

SEC("tc") __failure __msg("write into map forbidden, value_size=8 off=0 size=8")
__rule("map.read-only")
int write_to_read_only_map(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 *number = bpf_map_lookup_elem(&read_only, &key);

	if (number)
		*number = 1;
	return 0;
}

SEC("tc") __failure __msg("write into map forbidden, value_size=17 off=0 size=8")
__rule("map.read-only")
int write_to_constant(struct __sk_buff *skb)
{
	*(volatile __u64 *)&constant = 5;
	return 0;
}

SEC("tc") __failure __msg("write into map forbidden") __rule("map.update-of-read-only")
int update_read_only_map(struct __sk_buff *skb)
{
	__u64 number = 1;
	__u32 key = 0;

	return bpf_map_update_elem(&read_only, &key, &number, BPF_ANY);
}

SEC("tc") __failure __msg("read from map forbidden, value_size=8 off=0 size=8")
__rule("map.write-only")
int read_write_only_map(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	__u64 *number = bpf_map_lookup_elem(&write_only, &key);

	return number ? *number : 0;
}

SEC("tc") __failure __msg("cannot pass map_type 3 into func bpf_map_lookup_elem#1")
__rule("map.function-not-for-type")
int lookup_in_program_array(struct __sk_buff *skb)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&programs, &key) != NULL;
}

SEC("tc") __failure __msg("cannot pass map_type 2 into func bpf_map_pop_elem#88")
__rule("map.function-not-for-type")
int pop_from_array(struct __sk_buff *skb)
{
	__u64 number;

	return bpf_map_pop_elem(&numbers, &number);
}

SEC("tc") __failure __msg("cannot pass map_type 12 into func bpf_map_update_elem#2")
__rule("map.function-not-for-type")
int update_outer_map(struct __sk_buff *skb)
{
	__u64 number = 1;
	__u32 key = 0;

	return bpf_map_update_elem(&outer, &key, &number, BPF_ANY);
}

SEC("tc") __failure __msg("cannot pass map_type 2 into func bpf_ringbuf_reserve#131")
__rule("map.function-not-for-type")
int reserve_in_array(struct __sk_buff *skb)
{
	void *record = bpf_ringbuf_reserve(&numbers, 8, 0);

	if (record)
		bpf_ringbuf_submit(record, 0);
	return 0;
}

SEC("tc") __failure __msg("only read from bpf_array is supported") __rule("map.descriptor-write")
int write_to_the_map_itself(struct __sk_buff *skb)
{
	*(volatile __u64 *)&numbers = 0;
	return 0;
}

SEC("tc") __failure __msg("R1 pointer arithmetic on map_ptr prohibited")
__rule("pointer.arithmetic-prohibited")
int arithmetic_on_the_map_itself(struct __sk_buff *skb)
{
	void *map = &numbers;
	__u32 key = 0;

	asm volatile("%0 += 8" : "+r"(map));
	return bpf_map_lookup_elem(map, &key) != NULL;
}

SEC("tc") __failure
__msg("R0 pointer arithmetic on map_value_or_null prohibited, null-check it first")
__rule("pointer.arithmetic-on-nullable")
int arithmetic_before_the_check(struct __sk_buff *skb)
{
	void *found = row();

	found += 8;
	opaque(found);
	return found ? *(__u32 *)found : 0;
}

SEC("tc") __failure __msg("invalid read from stack R2 off=-4 size=8") __rule("memory.stack-bounds")
int key_too_small(struct __sk_buff *skb)
{
	__u32 half = 1;

	return bpf_map_lookup_elem(&rows, &half) != NULL;
}

SEC("tc") __failure __msg("invalid read from stack R3 off=-16 size=32")
__rule("memory.stack-bounds")
int value_too_small(struct __sk_buff *skb)
{
	struct pair key = {1, 2};
	__u64 value = 3;

	return bpf_map_update_elem(&rows, &key, &value, BPF_ANY);
}

SEC("tc") __failure __msg("invalid write to stack R3 off=-8 size=16") __rule("memory.stack-bounds")
int buffer_too_small(struct __sk_buff *skb)
{
	char buffer[8];

	return bpf_skb_load_bytes(skb, 0, buffer, 16);
}

SEC("tc") __failure __msg("invalid access to map value, value_size=32 off=0 size=40")
__msg("R3 min value is outside of the allowed memory range") __rule("memory.bounds")
int value_as_too_small_buffer(struct __sk_buff *skb)
{
	struct row *found = row();

	return found ? bpf_skb_load_bytes(skb, 0, found, 40) : 0;
}

SEC("tc") __failure __msg("R2 min value is negative, either use unsigned or 'var &= const'")
__rule("call.negative-size")
int signed_size(struct __sk_buff *skb)
{
	char buffer[16];
	__s64 size = (__s32)skb->len;

	opaque(size);
	if (size > 16)
		return 0;
	return bpf_strtol(buffer, size, 0, (long *)buffer);
}

SEC("tc") __failure __msg("R4 unbounded memory access, use 'var &= const' or 'if (var < const)'")
__rule("call.unbounded-size")
int unbounded_size(struct __sk_buff *skb)
{
	char buffer[16];
	__u64 size = skb->len;

	opaque(size);
	if (size < 1)
		return 0;
	return bpf_skb_load_bytes(skb, 0, buffer, size);
}

SEC("tc") __failure __msg("R4 invalid zero-sized read: u64=[0,15]") __rule("call.zero-size")
int size_may_be_zero(struct __sk_buff *skb)
{
	char buffer[16];
	__u64 size = skb->len & 15;

	opaque(size);
	return bpf_skb_load_bytes(skb, 0, buffer, size);
}

SEC("tc") __failure __msg("R2 is not a known constant'") __rule("call.size-not-constant")
int size_of_record_not_constant(struct __sk_buff *skb)
{
	void *record = bpf_ringbuf_reserve(&ring, skb->len, 0);

	if (record)
		bpf_ringbuf_discard(record, 0);
	return 0;
}

SEC("tc") __failure __msg("Unreleased reference id=2 alloc_insn=4")
__msg("BPF_EXIT instruction in main prog would lead to reference leak") __rule("reference.leak")
int record_never_submitted(struct __sk_buff *skb)
{
	return bpf_ringbuf_reserve(&ring, 8, 0) != NULL;
}

SEC("tc") __failure __msg("R6 invalid mem access 'scalar'") __rule("memory.not-a-pointer")
int record_used_after_submit(struct __sk_buff *skb)
{
	__u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!record)
		return 0;
	bpf_ringbuf_submit(record, 0);
	return *record;
}

SEC("tc") __failure __msg("R3 does not point to a readonly map'") __rule("call.string-not-constant")
int compare_with_changing_text(struct __sk_buff *skb)
{
	char text[8] = "tc";

	return bpf_strncmp(text, sizeof text, changing_text);
}

SEC("tc") __failure __msg("R3 is not a constant address'") __rule("call.string-address-unknown")
int compare_with_some_text(struct __sk_buff *skb)
{
	static const char texts[] = "tc\0xdp";
	char text[8] = "tc";

	return bpf_strncmp(text, sizeof text, texts + (skb->mark & 3));
}

SEC("tc") __failure __msg("string is not zero-terminated") __rule("call.string-not-terminated")
int compare_with_unterminated_text(struct __sk_buff *skb)
{
	static const char letters[2] = {'t', 'c'};
	char text[8] = "tc";

	return bpf_strncmp(text, sizeof text, letters);
}

SEC("syscall") __failure
__msg("Sleepable programs can only use array, hash, ringbuf and local storage maps")
__rule("map.not-for-sleepable")
int program_array_in_sleepable(void *context)
{
	bpf_tail_call(context, &programs, 0);
	return 0;
}

SEC("tc") __failure __msg("invalid access to memory, mem_size=8 off=8 size=8")
__msg("R0 min value is outside of the allowed memory range") __rule("memory.bounds")
int record_past_the_end(struct __sk_buff *skb)
{
	__u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!record)
		return 0;
	((volatile __u64 *)record)[1] = 1;
	bpf_ringbuf_submit(record, 0);
	return 0;
}

SEC("tc") __failure __msg("expected prog array map for tail call")
__rule("map.tail-call-needs-program-array")
int tail_call_through_a_hash(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &rows, 0);
	return 0;
}

SEC("tc") __failure __msg("R1 type=ringbuf_mem_or_null expected=ringbuf_mem")
__rule("call.argument-type")
int record_submitted_unchecked(struct __sk_buff *skb)
{
	bpf_ringbuf_submit(bpf_ringbuf_reserve(&ring, 8, 0), 0);
	return 0;
}

LICENSE("GPL");
