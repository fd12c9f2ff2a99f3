/* Mistakes with arenas. */
#include "example.h"

#define __arena __attribute__((address_space(1)))

enum { BPF_MAP_TYPE_ARENA = 33, BPF_F_MMAPABLE = 1U << 10 };

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 4);
} arena SEC(".maps"), other_arena SEC(".maps");

extern void __arena *bpf_arena_alloc_pages(void *map, void __arena *address, __u32 pages, int node,
					   __u64 flags) __ksym;

SEC("syscall") __failure __msg("Only one arena per program") __rule("map.two-arenas")
int pages_of_two(void *ctx)
{
	__u64 __arena *one = bpf_arena_alloc_pages(&arena, (void __arena *)0, 1, -1, 0);
	__u64 __arena *other = bpf_arena_alloc_pages(&other_arena, (void __arena *)0, 1, -1, 0);

	return one && other ? (*one + *other) & 1 : 0;
}

SEC("syscall") __failure
__msg("addr_space_cast insn can only be used in a program that has an associated arena")
int address_of_nothing(__u64 *ctx)
{
	__u64 __arena *somewhere = (__u64 __arena *)ctx[0];

	return *somewhere & 1;
}

LICENSE("GPL");
