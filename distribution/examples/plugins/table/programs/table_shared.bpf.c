/* What tables never heard of: counts, owner fields, claims. An object on a table and on a list at once. */
#include "proposal_example.h"
#include "table.h"

struct page {
	__u64 number;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct mx_table_node by_number;
	struct bpf_list_node by_age;
	struct bpf_owner table __owner_of(by_number);
	struct bpf_owner list __owner_of(by_age);
};

private(pages) struct bpf_spin_lock lock;
private(pages) struct mx_table pages __value(struct, page, by_number);
private(pages) struct bpf_list_head ages __value(struct, page, by_age);

struct slot {
	struct page __kptr *page;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static struct slot *slot(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&slots, &key);
}

static long reclaim(struct page *page)
{
	mx_table_node_fini(&page->by_number);
	bpf_list_node_fini(&page->by_age);
	bpf_kptr_free(page);
	return 0;
}

static void put(struct page *page)
{
	if (bpf_refcount_put(page))
		bpf_call_rcu(page, reclaim);
}

/* lacks its count */
static struct page *make(__u64 number)
{
	struct page *page = new(struct page);

	if (!page)
		return NULL;
	page->number = number;
	bpf_rcu_head_init(&page->rcu);
	mx_table_node_init(&page->by_number);
	bpf_list_node_init(&page->by_age);
	bpf_owner_init(&page->table);
	bpf_owner_init(&page->list);
	return page;
}

SEC("tc") __success __retval(7) __under("refcount=caller")
__description("one set, two adds: table and list own a reference each")
int two_owners(struct __sk_buff *skb)
{
	struct page *page = make(7);
	int number = 0;

	if (!page)
		return -ENOMEM;
	bpf_refcount_set(&page->ref, 2);
	bpf_spin_lock(&lock);
	mx_table_add(&page->by_number, &pages, 7);
	bpf_list_add(&page->by_age, &ages);
	page = mx_table_find(&pages, 7);
	if (page)
		number = page->number;
	bpf_spin_unlock(&lock);
	return number;
}

SEC("tc") __success __retval(7) __under("refcount=helper")
__description("where functions count, the table's add takes a reference like any other")
int two_owners_counted(struct __sk_buff *skb)
{
	struct page *page = make(7);

	if (!page)
		return -ENOMEM;
	bpf_refcount_set(&page->ref, 1);
	bpf_spin_lock(&lock);
	mx_table_add(&page->by_number, &pages, 7);
	bpf_list_add(&page->by_age, &ages);
	bpf_spin_unlock(&lock);
	put(page);
	return 7;
}

/* takes the page out of both, and gives back what they had */
static int evict(__u64 number)
{
	struct page *page;
	int references = 0;

	bpf_spin_lock(&lock);
	page = mx_table_find(&pages, number);
	if (!page) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	page = mx_table_remove(&page->by_number, &pages);
	if (bpf_list_owns_node(&page->by_age, &ages)) {
		page = bpf_list_remove(&page->by_age, &ages);
		bpf_spin_unlock(&lock);
		bpf_refcount_put(page);
		references++;
	} else {
		bpf_spin_unlock(&lock);
	}
	put(page);
	return references + 1;
}

SEC("tc") __success __retval(2) __under("refcount=caller unknown-nodes=owner")
__description("found in the table, and asked of the list by its other node")
int evict_from_both(struct __sk_buff *skb)
{
	struct page *page = make(5);

	if (!page)
		return -ENOMEM;
	bpf_refcount_set(&page->ref, 2);
	bpf_spin_lock(&lock);
	mx_table_add(&page->by_number, &pages, 5);
	bpf_list_add(&page->by_age, &ages);
	bpf_spin_unlock(&lock);
	return evict(5);
}

SEC("tc") __success __retval(9) __under("unknown-nodes=owner+claim")
__description("a page found in a map is reserved for the table, then added; the map has it still")
int claim_for_table(struct __sk_buff *skb)
{
	struct slot *here = slot();
	struct page *page = make(9), *before;
	int number = 0;

	if (!page)
		return -ENOMEM;
	bpf_refcount_set(&page->ref, 1);
	if (!here) {
		put(page);
		return -ENOENT;
	}
	before = bpf_kptr_xchg(&here->page, page);
	if (before)
		put(before);
	page = bpf_kptr_get(&here->page);
	if (!page)
		return -ENOENT;
	if (mx_table_claim_node(&page->by_number)) {
		number = page->number;
		bpf_refcount_inc(&page->ref, 1);
		bpf_spin_lock(&lock);
		mx_table_add(&page->by_number, &pages, number);
		bpf_spin_unlock(&lock);
	}
	put(page);
	return number;
}

SEC("tc") __failure __rule("table.already-linked") __under("unknown-nodes=owner+claim")
__description("a page found in a map may be on a table already")
int add_unasked(struct __sk_buff *skb)
{
	struct slot *here = slot();
	struct page *page;

	if (!here)
		return -ENOENT;
	page = bpf_kptr_get(&here->page);
	if (!page)
		return -ENOENT;
	bpf_refcount_inc(&page->ref, 1);
	bpf_spin_lock(&lock);
	mx_table_add(&page->by_number, &pages, 1);
	bpf_spin_unlock(&lock);
	put(page);
	return 0;
}

SEC("tc") __failure __rule("table.not-owned") __under("refcount=caller")
__description("one reference cannot be moved to a table and to a list")
int one_for_two(struct __sk_buff *skb)
{
	struct page *page = make(7);

	if (!page)
		return -ENOMEM;
	bpf_refcount_set(&page->ref, 1);
	bpf_spin_lock(&lock);
	bpf_list_add(&page->by_age, &ages);
	mx_table_add(&page->by_number, &pages, 7);
	bpf_spin_unlock(&lock);
	return 0;
}

LICENSE("GPL");
