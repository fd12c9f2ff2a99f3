/* An arena: memory that the program and user space share, with addresses of its own (judged, not run). */
#include "example.h"

#define __arena __attribute__((address_space(1)))
#define __arg_arena __attribute__((btf_decl_tag("arg:arena")))

enum { BPF_MAP_TYPE_ARENA = 33, BPF_F_MMAPABLE = 1U << 10 };

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 4);
} arena SEC(".maps");

extern void __arena *bpf_arena_alloc_pages(void *map, void __arena *address, __u32 pages, int node,
					   __u64 flags) __ksym;
extern void bpf_arena_free_pages(void *map, void __arena *address, __u32 pages) __ksym;

struct element {
	struct element __arena *next;
	__u64 number;
};

SEC("syscall") __success __description("what is followed there needs no check")
int two_elements(void *ctx)
{
	struct element __arena *first = bpf_arena_alloc_pages(&arena, (void __arena *)0, 1, -1, 0);

	if (!first)
		return 0;
	first->next = first + 1;
	first->next->number = first->number + 7;
	bpf_arena_free_pages(&arena, first, 1);
	return 0;
}

__noinline int number_of(struct element __arena *element __arg_arena)
{
	return element->number;
}

SEC("syscall") __success __description("global functions take arena's addresses, and numbers for them")
int passed_on(void *ctx)
{
	struct element __arena *first = bpf_arena_alloc_pages(&arena, (void __arena *)0, 1, -1, 0);

	return first ? number_of(first) & 1 : 0;
}

LICENSE("GPL");
